import { lazyPage } from "./lazy-page";

/** The pages of signed-in people, which the public ones do without. */
export const Lists = lazyPage(async () => (await import("./lists")).Lists);
export const Account = lazyPage(async () => (await import("./account")).Account);
export const Admin = lazyPage(async () => (await import("./admin")).Admin);
export const Organization = lazyPage(async () => (await import("./organization")).Organization);
export const Members = lazyPage(async () => (await import("./members")).Members);
export const NewOrganization = lazyPage(
  async () => (await import("./new-organization")).NewOrganization,
);
