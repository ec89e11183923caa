import { webhookEventsOf, webhookPath } from "../endpoints.ts";
import type { Target } from "../target.ts";
import type { SetupOptions } from "./options.ts";
import { isOutOfReach } from "./reach.ts";
import type { Setting } from "./setting.ts";
import { stepIf, type Step } from "./steps.ts";

/**
 * The one page that WorkOS goes to when it can go nowhere else. WorkOS sets it and does not tell it, so
 * what is known of it is known from the redirect URIs: without any, nobody has used this environment
 * yet; with ours, it was set with them, before them.
 */
export function homePageStep(setting: Setting, { mayReplace }: SetupOptions): Step {
  const { target, workos, redirectUris } = setting;
  const title = "Home page";
  const then = homePageOf(target);
  const isSet = wantedRedirectUris(setting).every((uri) => redirectUris.includes(uri));
  if (isSet && !mayReplace.includes("home-page")) {
    return {
      title,
      says: `nothing to do; WorkOS does not tell it, --replace home-page sets it to ${then}`,
    };
  }
  const step = {
    title,
    says: `set ${then}`,
    async apply() {
      if (await workos.setHomePage(then)) return;
      return `WorkOS does not accept ${then}, which it may do to an address on this machine. Signing in works without it.`;
    },
  };
  if (redirectUris.length === 0) return step;
  return {
    ...step,
    replaces: {
      what: "home-page",
      now: "something that WorkOS does not tell",
      then,
      orElse: target.isProduction
        ? "add the redirect URIs in the dashboard, which leaves it as it is"
        : "change appHomepageUrl in convex.json to what it is",
    },
  };
}

function homePageOf({ project, isProduction, apps }: Target): string {
  const { appHomepageUrl } = project.backend.convexJson.authKit.dev.configure;
  const home = apps.find(({ name }) => name === project.homeApp.name);
  return isProduction && home ? home.origin : appHomepageUrl;
}

export function redirectUriStep(setting: Setting): Step {
  const missing = wantedRedirectUris(setting).filter((uri) => !setting.redirectUris.includes(uri));
  return stepIf(missing.length > 0, {
    title: "Redirect URIs",
    says: `add ${missing.join(" and ")}`,
    async apply() {
      for (const uri of missing) await setting.workos.addRedirectUri(uri);
    },
  });
}

function wantedRedirectUris({ target }: Setting): string[] {
  return target.apps.map(({ redirectUri }) => redirectUri);
}

/** Of the apps whose requests to WorkOS come from the browser. */
export function corsOriginSteps({ target, workos, corsOrigins }: Setting): Step[] {
  const inBrowser = target.apps.filter(({ isBrowserOnly }) => isBrowserOnly);
  return inBrowser.map(({ origin }) =>
    stepIf(!corsOrigins?.includes(origin), {
      title: "CORS origins",
      says: `add ${origin}${corsOrigins ? "" : ", unless it is there, which WorkOS does not tell"}`,
      apply: () => workos.addCorsOrigin(origin),
    }),
  );
}

/** The roles and permissions that the backend goes by. A role that has more keeps it. */
export function permissionStep({ workos, missingPermissions }: Setting): Step {
  const roles = Object.entries(missingPermissions);
  const added = roles.map(
    ([role, permissions]) => `${permissions.join(", ") || "nothing"} to ${role}`,
  );
  return stepIf(roles.length > 0, {
    title: "Permissions of roles",
    says: `add ${added.join(" and ")}`,
    apply: () => workos.addPermissions(missingPermissions),
  });
}

/** The endpoint for events, and its secret on the deployment. */
export function webhookStep(setting: Setting): Step {
  const { target, workos, variables, webhookEndpoints } = setting;
  const title = "Webhook endpoint";
  const webhookEvents = webhookEventsOf(target.project);
  if (isOutOfReach(target)) {
    return { title, says: "not possible: WorkOS cannot reach a deployment on this machine" };
  }
  const endpointUrl = `${target.siteUrl}${webhookPath}`;
  const existing = webhookEndpoints.find((each) => each.endpointUrl === endpointUrl);
  const setSecret = (secret: string) =>
    target.deployment.setVariables({ WORKOS_WEBHOOK_SECRET: secret });
  if (!existing) {
    return {
      title,
      says: `add ${endpointUrl}, and set its secret on the deployment`,
      async apply() {
        await setSecret((await workos.addWebhookEndpoint(endpointUrl, webhookEvents)).secret);
      },
    };
  }
  const { id, events, secret, status } = existing;
  const missing = webhookEvents.filter((event) => !events.includes(event));
  if (missing.length === 0 && status === "enabled") {
    return stepIf(variables.WORKOS_WEBHOOK_SECRET !== secret, {
      title,
      says: "set WORKOS_WEBHOOK_SECRET on the deployment, of the endpoint that exists",
      apply: () => setSecret(secret),
    });
  }
  const all = [...events, ...missing];
  return {
    title,
    says: `enable ${missing.join(", ") || endpointUrl}, and set its secret on the deployment`,
    async apply() {
      await workos.enableWebhookEndpoint(id, all);
      await setSecret(secret);
    },
    replaces: {
      what: "webhook-endpoint",
      now: `${status}, with ${events.join(", ") || "no events"}`,
      then: `enabled, with ${all.join(", ")}`,
      orElse: "delete that endpoint in the dashboard",
    },
  };
}
