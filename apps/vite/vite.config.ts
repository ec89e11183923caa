import { requireVariables } from "@repo/config/env";
import tailwindcss from "@tailwindcss/vite";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";
import { contentSecurityPolicy, workosOrigin } from "./content-security-policy.ts";
import { headers } from "./headers.ts";
import { browserVariables } from "./variables.ts";

requireVariables(browserVariables);

// WorkOS knows the app by this URL, so it runs there or not at all.
const { origin, port: ownPort } = new URL(process.env.VITE_WORKOS_REDIRECT_URI!);
const port = Number(ownPort);
const server = { host: "localhost", port, strictPort: true, headers };

export default defineConfig(({ command }) => ({
  // The environment is what the process was given, as variables.ts describes it, and no file.
  envDir: false,
  plugins: [
    react(),
    tailwindcss(),
    {
      name: "content-security-policy",
      transformIndexHtml: (html) => [
        {
          tag: "meta",
          attrs: {
            "http-equiv": "Content-Security-Policy",
            content: contentSecurityPolicy(process.env, html, command === "serve"),
          },
          injectTo: "head-prepend",
        },
      ],
    },
    {
      name: "preconnect",
      // AuthKit asks WorkOS who is signed in as soon as it runs. The browser first asks without cookies
      // whether the app may do so, which takes a connection of its own.
      transformIndexHtml: () =>
        ["use-credentials", "anonymous"].map((crossorigin) => ({
          tag: "link",
          attrs: { rel: "preconnect", href: workosOrigin(process.env), crossorigin },
          injectTo: "head",
        })),
    },
    // Sites that show a link to this app need the full address of its image.
    { name: "origin", transformIndexHtml: (html) => html.replaceAll("%ORIGIN%", origin) },
  ],
  build: {
    rolldownOptions: {
      output: {
        codeSplitting: {
          // One file of what every page needs, and one for the page that a sign-in leads to. By itself
          // Vite makes one of each part that two pages share.
          groups: [
            { name: "index", tags: ["$initial"] },
            { name: "lists", test: /[\\/]pages[\\/]lists\.tsx$/ },
          ],
        },
      },
    },
  },
  server,
  preview: server,
}));
