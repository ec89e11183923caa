import type { AppName } from "./stack/addresses.ts";

/** The projects of the suite, and the apps that each needs. */
export const projects: { name: string; testMatch: string[]; apps: [AppName, ...AppName[]] }[] = [
  { name: "next", testMatch: ["app/**", "next/**"], apps: ["next"] },
  { name: "vite", testMatch: ["app/**", "vite/**"], apps: ["vite"] },
  { name: "across", testMatch: ["across/**"], apps: ["next", "vite"] },
];
