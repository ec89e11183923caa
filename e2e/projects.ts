import type { AppName } from "@repo/config/apps";

/** The projects of the suite, and the apps that each needs. */
export const projects: { name: string; testMatch: string[]; apps: [AppName, ...AppName[]] }[] = [
  // begin: next
  { name: "next", testMatch: ["app/**", "next/**"], apps: ["next"] },
  // end: next
  // begin: vite
  { name: "vite", testMatch: ["app/**", "vite/**"], apps: ["vite"] },
  // end: vite
  // begin: both apps
  { name: "across", testMatch: ["across/**"], apps: ["next", "vite"] },
  // end: both apps
];
