import { env } from "./env";

type Values = Record<string, string | undefined>;

/**
 * Ends the process with a sentence when an app that people reach by https would take their sessions
 * from a WorkOS on this machine, or by plain http: what `npm run dev` sets must not reach production.
 */
export function requireProductionValues(values: Values) {
  const problem = problemInProduction(env.redirectUri, values);
  if (!problem) return;
  console.error(`\n✗ ${problem}\n`);
  process.exit(1);
}

export function problemInProduction(redirectUri: string, values: Values): string | undefined {
  const { protocol, hostname } = new URL(redirectUri);
  if (protocol !== "https:" || isThisMachine(hostname)) return undefined;
  const { WORKOS_API_HOSTNAME: host = "", WORKOS_API_HTTPS: https } = values;
  const why =
    "while the redirect URI is of https: anybody could sign in as anybody. Unset it there.";
  if (isThisMachine(host))
    return `WORKOS_API_HOSTNAME is ${host}, which is for development, ${why}`;
  if (https === "false") return `WORKOS_API_HTTPS is false, which is for development, ${why}`;
  return undefined;
}

function isThisMachine(hostname: string): boolean {
  return /^(.+\.)?localhost$|^127\.|^\[?::1\]?$/.test(hostname);
}
