import { api } from "@repo/convex-backend/api";
import { AuthenticationException, OauthException, type User } from "@workos-inc/node";
import { ConvexHttpClient } from "convex/browser";
import { randomBytes } from "node:crypto";
import { z } from "zod";
import { failed, notChecked, ok, sentenceOf, type Check, type Outcome } from "./check.ts";
import type { Facts } from "./facts.ts";

/** That people get in. */
export const peopleChecks: Check[] = [
  {
    id: "sign-in",
    title: "Somebody who signs in is known to Convex",
    // WorkOS may ask the action endpoint about them, and has to tell that they are deleted.
    needs: ["key-pair", "jwks", "action-answer", "webhook-endpoint"],
    // begin: users table
    // Who is made for it would be missing from the table.
    after: ["users"],
    // end: users table
    run: checkSignIn,
  },
];

type Credentials = { email: string; password: string };

async function checkSignIn(facts: Facts): Promise<Outcome> {
  if (facts.isProduction) {
    const { E2E_EMAIL: email, E2E_PASSWORD: password } = facts.environment;
    if (email && password) return await signIn(facts, { email, password });
    return notChecked(
      "nobody is made up in production: set E2E_EMAIL and E2E_PASSWORD to those of a person for it.",
    );
  }
  return await withTemporaryPerson(facts, (credentials) => signIn(facts, credentials));
}

/** Makes somebody, who is deleted whatever happens. */
async function withTemporaryPerson(
  facts: Facts,
  run: (credentials: Credentials) => Promise<Outcome>,
): Promise<Outcome> {
  const { userManagement } = (await facts.workos()).sdk;
  const random = () => randomBytes(24).toString("base64url");
  const credentials = {
    email: `npm-run-doctor-${random().toLowerCase()}@example.com`,
    password: random(),
  };
  let person: User | undefined;
  try {
    person = await userManagement.createUser({ ...credentials, emailVerified: true });
    return await run(credentials);
  } finally {
    if (person) await userManagement.deleteUser(person.id);
  }
}

async function signIn(facts: Facts, credentials: Credentials): Promise<Outcome> {
  const { sdk, clientId } = await facts.workos();
  let token: string;
  try {
    const session = await sdk.userManagement.authenticateWithPassword({ clientId, ...credentials });
    token = session.accessToken;
  } catch (error) {
    return refusalOf(error);
  }
  const { iss } = claims.parse(decodedPayload(token));
  const accepted = `https://api.workos.com/user_management/${clientId}`;
  if (iss !== accepted) {
    return failed(
      `WorkOS signs access tokens as ${iss}, and convex/auth.config.ts accepts ${accepted}.`,
      "Is another issuer chosen in WorkOS? Add it to convex/auth.config.ts, and push.",
    );
  }
  const { convexUrl } = await facts.target();
  const convex = new ConvexHttpClient(convexUrl, { auth: token, logger: false });
  try {
    if ((await convex.query(api.account.current, {})) !== null) return ok;
    return failed("Convex took the access token for nobody's.", pushAnew);
  } catch (error) {
    return failed(`Convex refused the access token of ${iss}: ${sentenceOf(error)}`, pushAnew);
  }
}

const pushAnew =
  "What Convex accepts is in convex/auth.config.ts, as of the last push: push anew, with npm run dev or npm run deploy.";

const claims = z.object({ iss: z.string() });

function decodedPayload(token: string): unknown {
  return JSON.parse(Buffer.from(token.split(".")[1] ?? "", "base64url").toString());
}

/** What it means that WorkOS did not let somebody in with a password. */
export function refusalOf(error: unknown): Outcome {
  if (error instanceof OauthException && error.error === "access_denied") {
    return failed(
      `The rules of this app denied the sign-in: ${error.errorDescription}`,
      "Look at BLOCKED_EMAIL_DOMAINS and at the rules on /admin, for an address at example.com or E2E_EMAIL. If they allow it: is WORKOS_ACTION_SECRET on the deployment the secret of the action endpoint in WorkOS?",
    );
  }
  if (error instanceof AuthenticationException) {
    return notChecked(`WorkOS wants more than a password of that person here (${error.code}).`);
  }
  const { code, message } = refusal.parse(error);
  if (code && /password|authentication_method/.test(code)) {
    return notChecked(
      `WorkOS does not let people in with passwords (${code}): switch them on in https://dashboard.workos.com under Authentication, Methods.`,
    );
  }
  return failed(
    `WorkOS refused the sign-in: ${message}`,
    "See what it says, and Authentication in https://dashboard.workos.com; in production, E2E_EMAIL and E2E_PASSWORD.",
  );
}

const refusal = z.object({ code: z.string().optional(), message: z.string() });
