export { next as default } from "@repo/config/eslint";
