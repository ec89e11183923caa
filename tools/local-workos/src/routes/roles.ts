import type { Hono } from "hono";
import { z } from "zod";
import type { Environment } from "../environment.ts";
import { notFound, refuse } from "../http/errors.ts";
import { listPage, readBody } from "../http/input.ts";
import type { Permission, Role } from "../state/objects.ts";

const slug = z.string().regex(/^[a-z0-9-_:.*]{1,48}$/);
const named = z.object({ slug, name: z.string().min(1).max(48) });

/** The roles of the environment and their permissions. They are as the options say at each start. */
export function serveRoles(app: Hono, env: Environment): void {
  const at = { created_at: env.clock.iso(), updated_at: env.clock.iso() };
  const permission = (slug: string, name = slug): Permission => ({
    ...{ object: "permission", id: `perm_${slug}`, slug, name, description: null, system: false },
    ...{ resource_type_slug: "organization", ...at },
  });
  const slugs = new Set(env.roles.flatMap(({ permissions }) => permissions));
  const permissions = [...slugs].map((each) => permission(each));
  const roleList = { object: "list" as const, data: env.roles };

  function requireRole(wanted: string): Role {
    const role = env.roles.find((each) => each.slug === wanted);
    if (!role) throw notFound("Role", wanted);
    return role;
  }

  function requirePermissions(wanted: string[]): void {
    const unknown = wanted.find((each) => !permissions.some(({ slug }) => slug === each));
    if (unknown !== undefined) throw notFound("Permission", unknown);
  }

  app.get("/authorization/roles", (c) => c.json(roleList));
  app.post("/authorization/roles", async (c) => {
    const body = await readBody(c, named);
    if (env.roles.some((role) => role.slug === body.slug)) {
      throw refuse(409, "role_slug_conflict", "A role with this slug exists already.");
    }
    const role: Role = {
      ...{ object: "role", id: `role_${body.slug}`, ...body, description: null, permissions: [] },
      ...{ type: "EnvironmentRole", resource_type_slug: "organization", ...at },
    };
    env.roles.push(role);
    return c.json(role, 201);
  });
  app.post("/authorization/roles/:slug/permissions", async (c) => {
    const role = requireRole(c.req.param("slug"));
    const added = await readBody(c, z.object({ slug }));
    requirePermissions([added.slug]);
    role.permissions = [...new Set([...role.permissions, added.slug])];
    return c.json(role);
  });
  app.put("/authorization/roles/:slug/permissions", async (c) => {
    const role = requireRole(c.req.param("slug"));
    const wanted = await readBody(c, z.object({ permissions: z.array(slug) }));
    requirePermissions(wanted.permissions);
    role.permissions = [...new Set(wanted.permissions)];
    return c.json(role);
  });
  app.get("/authorization/organizations/:id/roles", (c) => {
    const id = c.req.param("id");
    if (!env.organizations.get(id)) throw notFound("Organization", id);
    return c.json(roleList);
  });

  app.get("/authorization/permissions", (c) => c.json(listPage(c, permissions)));
  app.post("/authorization/permissions", async (c) => {
    const body = await readBody(c, named);
    if (permissions.some((each) => each.slug === body.slug)) {
      throw refuse(409, "permission_slug_conflict", "A permission with this slug exists already.");
    }
    const made = permission(body.slug, body.name);
    permissions.push(made);
    return c.json(made, 201);
  });
}
