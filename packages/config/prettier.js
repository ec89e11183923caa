/** @type {import("prettier").Config} */
export default {
  printWidth: 100,
  overrides: [{ files: "*.md", options: { proseWrap: "preserve" } }],
};
