import { expect, test } from "vitest";
import { claimsOf, obtainTokens, sdk, startWorkos } from "./harness.ts";

const ada = "ada@example.com";

test("a permission is made and given to a role, whose members' tokens then have it", async () => {
  const acme = { name: "Acme", members: [{ email: ada, role: "admin" }] };
  const { url } = await startWorkos({ organizations: [acme] });
  const { authorization } = sdk(url);
  const made = await authorization.createPermission({ slug: "lists:delete", name: "Delete lists" });
  expect(made).toMatchObject({ slug: "lists:delete", system: false });
  const listed = await (await authorization.listPermissions()).autoPagination();
  expect(listed.map(({ slug }) => slug)).toEqual(["lists:delete"]);
  const add = () =>
    authorization.addEnvironmentRolePermission("admin", { permissionSlug: "lists:delete" });
  expect((await add()).permissions).toEqual(["lists:delete"]);
  expect((await add()).permissions, "once").toEqual(["lists:delete"]);
  const set = (permissions: string[]) =>
    authorization.setEnvironmentRolePermissions("admin", { permissions });
  expect((await set([])).permissions).toEqual([]);
  await expect(set(["lists:read"])).rejects.toMatchObject({ status: 404 });
  expect((await set(["lists:delete"])).permissions).toEqual(["lists:delete"]);
  expect(claimsOf(await obtainTokens(url, ada))).toMatchObject({ permissions: ["lists:delete"] });

  const editor = await authorization.createEnvironmentRole({ slug: "editor", name: "Editor" });
  expect(editor).toMatchObject({ slug: "editor", permissions: [] });
  const { data } = await authorization.listEnvironmentRoles();
  expect(data.map(({ slug }) => slug)).toEqual(["admin", "member", "editor"]);

  await expect(
    authorization.createPermission({ slug: "lists:delete", name: "Again" }),
  ).rejects.toMatchObject({ status: 409 });
  await expect(
    authorization.createEnvironmentRole({ slug: "editor", name: "Again" }),
  ).rejects.toMatchObject({ status: 409 });
  for (const [role, permissionSlug] of [
    ["nobody", "lists:delete"],
    ["admin", "lists:read"],
  ] as const) {
    await expect(
      authorization.addEnvironmentRolePermission(role, { permissionSlug }),
    ).rejects.toMatchObject({ status: 404 });
  }
});
