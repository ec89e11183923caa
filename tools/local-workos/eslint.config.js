export { node as default } from "@repo/config/eslint";
