export { playwright as default } from "@repo/config/eslint";
