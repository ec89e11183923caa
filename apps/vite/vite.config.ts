import { requireVariables } from "@repo/config/env";
import tailwindcss from "@tailwindcss/vite";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";
import { contentSecurityPolicy } from "./content-security-policy.ts";
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
      transformIndexHtml: () => [
        {
          tag: "meta",
          attrs: {
            "http-equiv": "Content-Security-Policy",
            content: contentSecurityPolicy(process.env, command === "serve"),
          },
          injectTo: "head-prepend",
        },
      ],
    },
    // Sites that show a link to this app need the full address of its image.
    { name: "origin", transformIndexHtml: (html) => html.replaceAll("%ORIGIN%", origin) },
  ],
  server,
  preview: server,
}));
