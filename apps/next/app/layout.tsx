import { themeFrom } from "@repo/ui/theme";
import { withAuth } from "@workos-inc/authkit-nextjs";
import type { Metadata } from "next";
import { cookies } from "next/headers";
import type { ReactNode } from "react";
import { AuthProvider } from "./auth-provider";
import { Header } from "./header";
import "./globals.css";

export const metadata: Metadata = {
  title: { default: "Tandem", template: "%s · Tandem" },
  description: "To-do lists on a Convex backend, live in every window.",
};

export default async function RootLayout({ children }: { children: ReactNode }) {
  // Without the access token: what is in the page is in every cache and log that the page is in.
  const { accessToken: _accessToken, ...initialAuth } = await withAuth();
  const theme = themeFrom((await cookies()).get("theme")?.value);
  return (
    <html lang="en" data-theme={theme}>
      <body>
        <AuthProvider initialAuth={initialAuth}>
          <Header />
          {children}
        </AuthProvider>
      </body>
    </html>
  );
}
