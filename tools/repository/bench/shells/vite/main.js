/* global document */
import { AuthKitProvider, useAuth } from "@workos-inc/authkit-react";
import { ConvexProviderWithAuth, ConvexReactClient, useQuery } from "convex/react";
import { createElement } from "react";
import { createRoot } from "react-dom/client";

// What the single-page app cannot do without, and nothing of its own.
const convex = new ConvexReactClient("https://example.convex.cloud");
createRoot(document.getElementById("root")).render(
  createElement(
    AuthKitProvider,
    { clientId: "client" },
    createElement(
      ConvexProviderWithAuth,
      { client: convex, useAuth },
      createElement(() => useQuery("a:b")),
    ),
  ),
);
