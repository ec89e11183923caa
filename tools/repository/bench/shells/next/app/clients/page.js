"use client";

import { AuthKitProvider, useAuth } from "@workos-inc/authkit-nextjs/components";
import { ConvexProviderWithAuth, ConvexReactClient, useQuery } from "convex/react";
import { createElement } from "react";

// What a signed-in person's page cannot do without, and nothing of its own.
const convex = new ConvexReactClient("https://example.convex.cloud");

export default function Page() {
  return createElement(
    AuthKitProvider,
    null,
    createElement(
      ConvexProviderWithAuth,
      { client: convex, useAuth },
      createElement(() => useQuery("a:b")),
    ),
  );
}
