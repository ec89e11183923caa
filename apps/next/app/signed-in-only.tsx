"use client";

import "@repo/ui/account-menu"; // Or else next dev preloads its code too soon: a 404, https://github.com/vercel/next.js/issues/87680.
import dynamic from "next/dynamic";

// Next.js gives every page the code of all that its layout imports. What is imported dynamically comes
// only where it is shown: visitors who are signed out get no client of AuthKit or Convex.
export const AuthProvider = dynamic(async () => (await import("./signed-in-frame")).AuthProvider);
export const Header = dynamic(async () => (await import("./signed-in-frame")).Header);
