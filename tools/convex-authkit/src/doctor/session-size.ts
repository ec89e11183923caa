import type { Project } from "../project/project.ts";
import { failed, ok, type Check, type Outcome } from "./check.ts";
import type { Facts } from "./facts.ts";

/** Browsers drop a larger cookie, of its name and value together. */
const mostOfACookie = 4_096;

/** That browsers keep the session cookie of apps that have one. */
export function sessionSizeChecks({ apps }: Project): Check[] {
  if (apps.every(({ isBrowserOnly }) => isBrowserOnly)) return [];
  return [
    {
      id: "session-size",
      title: "The permissions of each role fit into a session cookie",
      needs: ["key-pair"],
      run: checkSessionSize,
    },
  ];
}

async function checkSessionSize(facts: Facts): Promise<Outcome> {
  const { data } = await (await facts.workos()).sdk.authorization.listEnvironmentRoles();
  const sizes = data.map((role) => ({ ...role, size: sessionCookieSize(role) }));
  const largest = sizes.sort((one, other) => other.size - one.size)[0];
  if (!largest || largest.size <= mostOfACookie) return ok;
  return failed(
    `With the ${largest.permissions.length} permissions of the role ${largest.slug} in the access token, the session cookie has about ${largest.size} bytes, and browsers keep no more than ${mostOfACookie}: its members cannot sign in.`,
    "Give the role fewer permissions, or shorter ones, in https://dashboard.workos.com under Authorization.",
  );
}

type Role = { slug: string; permissions: string[] };

/**
 * About how large the session cookie of AuthKit is, for somebody with a role: claims, user and tokens
 * are of the length that WorkOS gives them. Most of it is the permissions, which are encoded twice. Sign-ins
 * to the local WorkOS, whose users and keys are shorter, have 135 bytes less, whatever the permissions.
 */
export function sessionCookieSize({ slug, permissions }: Role): number {
  const id = "user_01E4ZCR3C56J083X43JQXF3JK5";
  const issuer = `https://api.workos.com/user_management/client_${id.slice(5)}`;
  const claims = {
    iss: issuer,
    sub: id,
    sid: id,
    jti: id,
    org_id: id,
    client_id: id,
    iat: 1e9,
    exp: 1e9,
  };
  const payload = JSON.stringify({ ...claims, role: slug, roles: [slug], permissions });
  const [header, signature] = [95, 342];
  const token = header + base64Length(payload.length) + signature;
  const [userAndRefreshToken, name] = [550, "__Host-wos-session".length];
  return name + sealedLength(token + userAndRefreshToken);
}

const base64Length = (bytes: number) => Math.ceil((bytes * 4) / 3);

/** Of JSON that iron-session seals: padded to blocks of 16 bytes, beside salts, keys and version. */
const sealedLength = (bytes: number) => 209 + base64Length(16 * (Math.floor(bytes / 16) + 1));
