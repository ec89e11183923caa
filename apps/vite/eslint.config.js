export { react as default } from "@repo/config/eslint";
