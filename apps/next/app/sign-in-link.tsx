"use client";

import type { ComponentProps } from "react";

/**
 * A link to /sign-in or /sign-up, and not a <Link>: it leaves the app, and must not be prefetched. At a
 * hover or a focus it fetches the code that the page after the sign-in needs.
 */
export function SignInLink(props: ComponentProps<"a"> & { href: "/sign-in" | "/sign-up" }) {
  function prepare() {
    import("./signed-in-frame").catch(() => undefined);
  }
  return <a {...props} onPointerEnter={prepare} onFocus={prepare} />;
}
