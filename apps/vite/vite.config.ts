import { requireVariables, variablesOf } from "@repo/config/env";
import { loadDevelopmentVariables } from "@repo/convex-backend/development";
import tailwindcss from "@tailwindcss/vite";
import react from "@vitejs/plugin-react";
import { defineConfig, loadEnv } from "vite";

export default defineConfig(({ mode }) => {
  loadDevelopmentVariables("Vite browser");
  const env = loadEnv(mode, import.meta.dirname);
  requireVariables(variablesOf("Vite browser"), env);

  // WorkOS knows the app by this URL, so it runs there or not at all.
  const port = Number(new URL(env.VITE_WORKOS_REDIRECT_URI!).port);
  const server = { host: "localhost", port, strictPort: true };
  return {
    plugins: [react(), tailwindcss()],
    server,
    preview: server,
  };
});
