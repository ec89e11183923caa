/** Which colours a person wants: those of their system, or one of the two. */
export type Theme = "system" | "light" | "dark";

/** Each app reads it before its first paint, too, so that nothing flashes. */
const COOKIE = "theme";
const A_YEAR = 365 * 24 * 60 * 60;

/** Reads a theme that anybody can write. */
export function themeFrom(value: string | undefined): Theme {
  return value === "light" || value === "dark" ? value : "system";
}

/** The theme of the page that is shown. */
export function currentTheme(): Theme {
  return themeFrom(document.documentElement.dataset.theme);
}

/** Changes the theme of the page that is shown, and of the pages that this browser opens. */
export function setTheme(theme: Theme) {
  document.documentElement.dataset.theme = theme;
  document.cookie = `${COOKIE}=${theme}; Path=/; Max-Age=${A_YEAR}; SameSite=Lax`;
}
