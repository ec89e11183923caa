import { SiteFooter } from "@repo/ui/site-footer";
import { themeFrom } from "@repo/ui/theme";
import { withAuth } from "@workos-inc/authkit-nextjs";
import type { Metadata, Viewport } from "next";
import { cookies } from "next/headers";
import type { ReactNode } from "react";
import { env } from "../env";
import { AuthProvider, Header } from "./signed-in-only";
import { SignedOutHeader } from "./signed-out";
import "./error"; // React waits for its code before the page works: with this, it comes with the layout's.
import "./globals.css";

const description = "To-do lists on a Convex backend, live in every window.";

export const metadata: Metadata = {
  metadataBase: new URL(env.redirectUri).origin,
  title: { default: "Tandem", template: "%s · Tandem" },
  description,
  openGraph: { siteName: "Tandem", title: "Tandem", description, type: "website" },
};

export const viewport: Viewport = {
  themeColor: [
    { media: "(prefers-color-scheme: light)", color: "#ffffff" },
    { media: "(prefers-color-scheme: dark)", color: "#1d1b20" },
  ],
};

export default async function RootLayout({ children }: { children: ReactNode }) {
  // Without the access token: what is in the page is in every cache and log that the page is in.
  const { accessToken: _accessToken, ...initialAuth } = await withAuth();
  const theme = themeFrom((await cookies()).get("theme")?.value);
  return (
    <html lang="en" data-theme={theme}>
      <body>
        {/* Without a session a page needs no client of AuthKit or Convex, and loads none. */}
        {initialAuth.user ? (
          <AuthProvider initialAuth={initialAuth}>
            <Header />
            {children}
            <SiteFooter />
          </AuthProvider>
        ) : (
          <>
            <SignedOutHeader />
            {children}
            <SiteFooter />
          </>
        )}
      </body>
    </html>
  );
}
