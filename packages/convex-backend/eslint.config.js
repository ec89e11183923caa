export { convex as default } from "@repo/config/eslint";
