import { AuthenticationException, OauthException, type User } from "@workos-inc/node";
import { ConvexHttpClient } from "convex/browser";
import { makeFunctionReference } from "convex/server";
import { randomBytes } from "node:crypto";
import { join } from "node:path";
import { z } from "zod";
import type { Project } from "../project/project.ts";
import { failed, notChecked, ok, sentenceOf, type Check, type Outcome } from "./check.ts";
import type { Facts } from "./facts.ts";

/** That people get in. */
export function signInChecks({ backend, config }: Project): Check[] {
  return [
    {
      id: "sign-in",
      title: "Convex accepts the access token of somebody who signs in",
      // WorkOS may ask the action endpoint about them, and has to tell that they are deleted.
      needs: [
        "key-pair",
        "jwks",
        ...(backend.hasComponent ? ["action-answer", "webhook-endpoint"] : ["functions"]),
      ],
      // Who is made for it would be missing from the table.
      after: config.reconcile ? ["users"] : [],
      run: checkSignIn,
    },
  ];
}

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
    email: `convex-authkit-doctor-${random().toLowerCase()}@example.com`,
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
  const problem = await problemWithToken(facts, token);
  if (problem === undefined) return ok;
  const { iss } = claims.parse(decodedPayload(token));
  return failed(
    `Convex refused the access token of the issuer ${iss}: ${problem}`,
    await fixForIssuer(facts, iss),
  );
}

/** WorkOS names a custom authentication domain as the issuer, once there is one. */
async function fixForIssuer(facts: Facts, issuer: string): Promise<string> {
  const { project } = facts;
  const { WORKOS_API_HOSTNAME: domain } = await facts.variables();
  const authConfig = project.pathOf(join(project.backend.functions, "auth.config.ts"));
  const host = URL.parse(issuer)?.host ?? "";
  if (host !== "api.workos.com" && host !== domain) {
    const accepted = domain ? `api.workos.com and ${domain}` : "api.workos.com";
    return `The deployment accepts issuers at ${accepted}: set the host of the token with ${await facts.convexCommand(`env set WORKOS_API_HOSTNAME ${host}`)}.`;
  }
  return `${authConfig} says which issuers Convex accepts, as of the last push: add it there, push with ${facts.command("dev")} or ${facts.command("deploy")}, and compare the clocks of this machine and WorkOS.`;
}

/** A query that no backend has: a deployment that accepts a token says so of it, and only then. */
const noQuery = "convex_authkit_doctor:none";

async function problemWithToken(facts: Facts, token: string): Promise<string | undefined> {
  const { identityQuery } = facts.project.config;
  const { convexUrl } = await facts.target();
  const convex = new ConvexHttpClient(convexUrl, { auth: token, logger: false });
  try {
    const query = makeFunctionReference<"query">(identityQuery ?? noQuery);
    const identity: unknown = await convex.query(query, {});
    return identity === null ? `${identityQuery} takes it for nobody's.` : undefined;
  } catch (error) {
    const isAccepted = identityQuery === undefined && /Could not find/.test(String(error));
    return isAccepted ? undefined : sentenceOf(error);
  }
}

const claims = z.object({ iss: z.string() });

function decodedPayload(token: string): unknown {
  return JSON.parse(Buffer.from(token.split(".")[1] ?? "", "base64url").toString());
}

/** What it means that WorkOS did not let somebody in with a password. */
export function refusalOf(error: unknown): Outcome {
  if (error instanceof OauthException && error.error === "access_denied") {
    return failed(
      `The rules of this app denied the sign-in: ${error.errorDescription}`,
      "Look at the sign-up rules of the backend, for an address at example.com or E2E_EMAIL. If they allow it: is WORKOS_ACTION_SECRET on the deployment the secret of the action endpoint in WorkOS?",
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
