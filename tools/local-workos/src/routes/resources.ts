import { randomBytes } from "node:crypto";
import { Hono } from "hono";
import { z } from "zod";
import type { Environment } from "../environment.ts";
import { notFound, refuse } from "../http/errors.ts";
import { bearerApiKey } from "../http/guards.ts";
import { listPage, parse, readBody } from "../http/input.ts";
import { serveResource } from "../http/resource-routes.ts";
import * as invitations from "../identity/invitations.ts";
import * as organizations from "../identity/organizations.ts";
import * as schemas from "../identity/schemas.ts";
import { activeSessions, endSession } from "../identity/sessions.ts";
import { createUser, deleteUser, merged, updateUser } from "../identity/users.ts";
import { sameEmail } from "../state/objects.ts";
import { serveRoles } from "./roles.ts";

/** The management API; every request needs the API key. */
export function resourceRoutes(env: Environment): Hono {
  const app = new Hono();
  const apiKey = bearerApiKey(env.options.apiKey);
  for (const path of [
    ...["users", "organization_memberships", "invitations", "redirect_uris", "cors_origins"].map(
      (name) => `/user_management/${name}`,
    ),
    "/user_management/sessions/revoke",
    "/user_management/app_homepage_url",
    ...["/organizations", "/authorization", "/webhook_endpoints", "/events"],
  ]) {
    app.use(path, apiKey);
    app.use(`${path}/*`, apiKey);
  }

  serveResource(app, {
    path: "/user_management/users",
    name: "User",
    rows: env.users,
    filters: {
      email: (user, email) => sameEmail(user.email, email),
      organization_id: (user, id) => organizations.membershipOf(env, user.id, id) !== undefined,
    },
    lookups: { external_id: ({ external_id }) => external_id },
    create: { schema: schemas.userSchema, run: (input) => createUser(env, input) },
    update: {
      method: "PUT",
      schema: schemas.userChangesSchema,
      run: (user, input) => updateUser(env, user, input),
    },
    remove: { status: 200, run: (user) => deleteUser(env, user) },
    verbs: {
      "GET sessions": (user, c) => c.json(listPage(c, activeSessions(env, user.id))),
    },
  });

  app.post("/user_management/sessions/revoke", async (c) => {
    const { session_id: id } = await readBody(c, z.object({ session_id: z.string() }));
    const session = env.sessions.get(id);
    if (!session) throw notFound("Session", id);
    return c.json(endSession(env, session));
  });

  serveResource(app, {
    path: "/organizations",
    name: "Organization",
    rows: env.organizations,
    filters: {
      search: ({ name }, text) => name.toLowerCase().includes(text.toLowerCase()),
    },
    lookups: { external_id: ({ external_id }) => external_id },
    create: {
      schema: schemas.organizationSchema,
      run: ({ name, external_id = null, metadata }) =>
        env.organizations.create({
          name,
          external_id,
          metadata: merged({}, metadata),
          domains: [],
        }),
    },
    update: {
      method: "PUT",
      schema: schemas.organizationSchema.partial(),
      run: (row, { metadata, ...input }) =>
        env.organizations.update(row, { ...input, metadata: merged(row.metadata, metadata) }),
    },
    remove: { status: 202, run: (row) => organizations.deleteOrganization(env, row) },
  });

  serveResource(app, {
    path: "/user_management/organization_memberships",
    name: "OrganizationMembership",
    rows: env.memberships,
    checkList: ({ user_id, organization_id }) => {
      if (user_id || organization_id) return;
      const message = "user_id or organization_id is required.";
      throw refuse(400, "missing_user_id_or_organization_id", message);
    },
    filters: {
      user_id: (row, id) => row.user_id === id,
      organization_id: (row, id) => row.organization_id === id,
      statuses: (row, statuses) => statuses.split(",").includes(row.status),
    },
    show: (row) => organizations.shownMembership(env, row),
    create: {
      schema: schemas.membershipSchema,
      run: (input) => organizations.addMember(env, input),
    },
    update: {
      method: "PUT",
      schema: schemas.roleChoiceSchema,
      run: (row, { role_slug = row.role.slug }) => {
        const { slug } = organizations.roleOf(env, role_slug);
        return env.memberships.update(row, { role: { slug }, roles: [{ slug }] });
      },
    },
    remove: { status: 200, run: (row) => env.memberships.remove(row) },
    verbs: {
      "PUT deactivate": (row) => env.memberships.update(row, { status: "inactive" }),
      "PUT reactivate": (row) => env.memberships.update(row, { status: "active" }),
    },
  });

  serveResource(app, {
    path: "/user_management/invitations",
    name: "Invitation",
    rows: env.invitations,
    filters: {
      email: (row, email) => sameEmail(row.email, email),
      organization_id: (row, id) => row.organization_id === id,
    },
    lookups: { by_token: ({ token }) => token },
    show: (row) => invitations.shownInvitation(env, row),
    create: { schema: schemas.invitationSchema, run: (input) => invitations.invite(env, input) },
    verbs: {
      "POST accept": (row) => invitations.accept(env, row),
      "POST revoke": (row) => invitations.revoke(env, row),
      "POST resend": (row) => invitations.resend(env, row),
    },
  });

  /** https, as WorkOS wants it, or http on this machine. */
  const checkEndpointUrl = (text: string, ownId?: string) => {
    const url = URL.parse(text);
    const isLocal = /^(localhost|127\.0\.0\.1|\[::1\])$/.test(url?.hostname ?? "");
    if (url?.protocol !== "https:" && !(url?.protocol === "http:" && isLocal)) {
      throw refuse(422, "invalid_url", `${text} is neither https nor http on loopback.`);
    }
    const holder = env.webhookEndpoints.all().find((each) => each.endpoint_url === text);
    if (holder && holder.id !== ownId) {
      throw refuse(409, "duplicate_endpoint", `There is an endpoint with the URL ${text} already.`);
    }
  };
  serveResource(app, {
    path: "/webhook_endpoints",
    name: "WebhookEndpoint",
    rows: env.webhookEndpoints,
    create: {
      schema: schemas.webhookEndpointSchema,
      run: (input) => {
        checkEndpointUrl(input.endpoint_url);
        const secret = randomBytes(24).toString("base64url");
        return env.webhookEndpoints.create({ ...input, secret, status: "enabled" });
      },
    },
    update: {
      method: "PATCH",
      schema: schemas.webhookEndpointChangesSchema,
      run: (row, input) => {
        if (input.endpoint_url !== undefined) checkEndpointUrl(input.endpoint_url, row.id);
        return env.webhookEndpoints.update(row, input);
      },
    },
    remove: { status: 204, run: (row) => env.webhookEndpoints.remove(row) },
  });

  serveResource(app, {
    path: "/user_management/redirect_uris",
    name: "RedirectUri",
    rows: env.redirectUris,
    create: {
      schema: z.object({ uri: z.url() }),
      run: ({ uri }) => {
        if (env.redirectUris.all().some((each) => each.uri === uri)) {
          throw refuse(422, "invalid_redirect_uri", `The redirect URI ${uri} already exists.`);
        }
        return env.redirectUris.create({ uri, default: false });
      },
    },
  });

  serveResource(app, {
    path: "/user_management/cors_origins",
    name: "CorsOrigin",
    rows: env.corsOrigins,
    create: {
      schema: z.object({ origin: z.url() }),
      run: ({ origin }) => {
        if (env.corsOrigins.all().some((each) => each.origin === origin)) {
          throw refuse(409, "duplicate_cors_origin", "CORS origin already exists.");
        }
        return env.corsOrigins.create({ origin });
      },
    },
  });

  app.put("/user_management/app_homepage_url", async (c) => {
    const { url } = await readBody(c, z.object({ url: z.url() }));
    env.homePage.url = url;
    return c.json({ object: "app_homepage_url", url });
  });

  serveRoles(app, env);

  app.get("/events", (c) => {
    const names = [...(c.req.queries("events") ?? []), ...(c.req.queries("events[]") ?? [])];
    const wanted = new Set(names.flatMap((name) => name.split(",")).filter(Boolean));
    const query = parse(schemas.eventRangeSchema, c.req.query());
    const { range_start: start, range_end: end, organization_id: organizationId } = query;
    const rows = env.events.all().filter(({ event, organizationId: of }) => {
      const at = new Date(event.created_at);
      const isInRange = (!start || at >= start) && (!end || at < end);
      const isWanted = wanted.size === 0 || wanted.has(event.event);
      return isWanted && isInRange && (!organizationId || of === organizationId);
    });
    const events = rows.map(({ event }) => event);
    return c.json(listPage(c, events, "asc"));
  });

  return app;
}
