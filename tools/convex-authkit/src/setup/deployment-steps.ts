import { runConvex } from "../convex-cli.ts";
import { setInEnvFile } from "../env-file.ts";
import {
  needsCookiePassword,
  readDevelopmentFile,
  refreshDevelopmentFile,
  type Values,
} from "../own-platform.ts";
import { appsOfOtherClients, otherClientIds } from "../target.ts";
import type { Credentials } from "./credentials.ts";
import type { Setting } from "./setting.ts";
import { stepIf, type Step } from "./steps.ts";

/** Which WorkOS environment the deployment is for. */
export function credentialsStep({ target, variables, credentials }: Setting): Step {
  const differing = Object.entries(credentials).filter(
    ([name, value]) => variables[name] !== value,
  );
  const step = stepIf(differing.length > 0, {
    title: "WorkOS environment on the deployment",
    says: `set ${differing.map(([name]) => name).join(" and ")}`,
    apply: () => target.deployment.setVariables(Object.fromEntries(differing)),
  });
  return withReplacement(step, variables, credentials);
}

/** Whose access tokens Convex has to accept, where an app has a WorkOS application of its own. */
export function otherClientIdStep({ target, variables, credentials }: Setting): Step[] {
  const wanted = appsOfOtherClients(target, credentials.WORKOS_CLIENT_ID);
  if (wanted.length === 0) return [];
  const known = otherClientIds(variables);
  const missing = wanted.filter(({ ownClientId }) => !known.includes(ownClientId));
  const all = [...known, ...missing.map(({ ownClientId }) => ownClientId)];
  return [
    stepIf(missing.length > 0, {
      title: "Client ids of apps",
      says: `add ${missing.map((app) => `${app.ownClientId} of the ${app.title}`).join(" and ")} to WORKOS_OTHER_CLIENT_IDS on the deployment`,
      apply: () => target.deployment.setVariables({ WORKOS_OTHER_CLIENT_IDS: all.join(",") }),
    }),
  ];
}

/** What the apps read in development. */
export function developmentFileStep({ target, credentials }: Setting): Step {
  const { project } = target;
  const { backend, pathOf } = project;
  const file = readDevelopmentFile(project);
  const own = appsOfOtherClients(target, credentials.WORKOS_CLIENT_ID);
  const values = {
    ...credentials,
    ...Object.fromEntries(own.map((app) => [app.clientIdVariable, app.ownClientId])),
  };
  const names = Object.entries(values)
    .filter(([name, value]) => file[name] !== value)
    .map(([name]) => name);
  if (needsCookiePassword(project) && !file.WORKOS_COOKIE_PASSWORD) {
    names.push("WORKOS_COOKIE_PASSWORD");
  }
  const step = stepIf(names.length > 0, {
    title: pathOf(backend.envFile),
    says: `write ${names.join(", ")}`,
    apply() {
      setInEnvFile(backend.envFile, values);
      // The deployment has them from the step before.
      refreshDevelopmentFile(project, credentials);
    },
  });
  return withReplacement(step, file, credentials);
}

function withReplacement(step: Step, { WORKOS_CLIENT_ID: now }: Values, then: Credentials): Step {
  if (!now || now === then.WORKOS_CLIENT_ID) return step;
  const orElse = `take --client-id ${now}`;
  return { ...step, replaces: { what: "client-id", now, then: then.WORKOS_CLIENT_ID, orElse } };
}

/** So that the endpoints for WorkOS exist, and Convex accepts its tokens. */
export function pushStep({ target, variables, credentials, functions }: Setting): Step {
  const isOtherClient = variables.WORKOS_CLIENT_ID !== credentials.WORKOS_CLIENT_ID;
  return stepIf(functions.length === 0 || isOtherClient, {
    title: "Backend",
    says: "push it to the deployment",
    async apply() {
      // Types are looked at whenever `dev` pushes.
      await runConvex(target.project, ["dev", "--once", "--typecheck", "disable"]);
    },
  });
}

/** The secret that the dashboard shows of the action endpoint, if it was given. */
export function actionSecretStep({ target, variables }: Setting): Step[] {
  const { WORKOS_ACTION_SECRET } = process.env;
  if (!WORKOS_ACTION_SECRET) return [];
  return [
    stepIf(variables.WORKOS_ACTION_SECRET !== WORKOS_ACTION_SECRET, {
      title: "Secret of the action endpoint",
      says: "set WORKOS_ACTION_SECRET on the deployment",
      apply: () => target.deployment.setVariables({ WORKOS_ACTION_SECRET }),
    }),
  ];
}
