import { chromium } from "@playwright/test";
import { existsSync } from "node:fs";

const installedBrowsers = [
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/snap/bin/chromium",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe",
  "C:\\Program Files (x86)\\Google\\Chrome\\Application\\chrome.exe",
];

/** The machine's own Chromium or Chrome, else the one that Playwright has downloaded. */
export function findBrowser(): string | undefined {
  return [...installedBrowsers, chromium.executablePath()].find((path) => existsSync(path));
}

/** Keeps the browser from doing anything of its own meanwhile. */
export const browserArguments = [
  "--disable-quic",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];
