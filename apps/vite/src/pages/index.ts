import { lazyPage } from "./lazy-page";

/** The pages of signed-in people, which the public ones do without. */
export const Lists = lazyPage(() => import("./lists"));
export const Account = lazyPage(() => import("./account"));
export const Admin = lazyPage(() => import("./admin"));
export const Organization = lazyPage(() => import("./organization"));
export const Members = lazyPage(() => import("./members"));
export const NewOrganization = lazyPage(() => import("./new-organization"));
