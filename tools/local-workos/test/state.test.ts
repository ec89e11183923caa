import { chmod, mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { networkInterfaces, tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { startLocalWorkos } from "@repo/local-workos";
import { expect, onTestFinished, test } from "vitest";
import {
  claimsOf,
  obtainTokens,
  refresh,
  startEndpoint,
  startWorkos,
  webhookSecret,
} from "./harness.ts";

const ada = "ada@example.com";
/** Taken before any test has started anything. */
const untouched = { Request, Response };

async function temporaryDirectory(): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), "local-workos-"));
  onTestFinished(() => rm(directory, { recursive: true }));
  return directory;
}

test("users, sessions and the signing key survive a restart", async () => {
  const stateDirectory = await temporaryDirectory();
  const people = [{ email: ada }];
  const before = await startWorkos({ stateDirectory, people });
  const jwks = async (url: string) => (await fetch(`${url}/sso/jwks/client_local`)).json();
  const keys = await jwks(before.url);
  const file = join(stateDirectory, "local-workos.sqlite");
  const tokens = await obtainTokens(before.url, ada);
  for (const name of await readdir(stateDirectory)) {
    expect((await stat(join(stateDirectory, name))).mode & 0o777).toBe(0o600);
  }
  await before.stop();

  const after = await startWorkos({ stateDirectory, people });
  expect(await jwks(after.url)).toEqual(keys);
  expect(after.people()).toMatchObject([{ id: tokens.user.id }]);
  expect((await refresh(after.url, tokens.refresh_token)).status).toBe(200);
  await after.stop();

  expect((await stat(file)).mode & 0o777).toBe(0o600);
  expect((await readFile(file)).includes(tokens.refresh_token)).toBe(false);
  expect(await readdir(stateDirectory)).toEqual(["local-workos.sqlite"]);
});

test("a state file that others can read is theirs no longer", async () => {
  const stateDirectory = await temporaryDirectory();
  await (await startWorkos({ stateDirectory })).stop();
  const file = join(stateDirectory, "local-workos.sqlite");
  await chmod(file, 0o644);
  await startWorkos({ stateDirectory });
  expect((await stat(file)).mode & 0o777).toBe(0o600);
});

test("without a directory nothing is kept", async () => {
  const before = await startWorkos();
  await before.control.createUser({ email: ada });
  await before.stop();
  const after = await startWorkos();
  expect(await after.control.findUserByEmail(ada)).toBeUndefined();
});

test("undelivered webhooks survive a restart", async () => {
  const stateDirectory = await temporaryDirectory();
  const nobody = { url: "http://127.0.0.1:9/workos/webhook", secret: webhookSecret };
  const before = await startWorkos({ stateDirectory, webhookEndpoint: nobody });
  await before.control.createUser({ email: ada });
  const [undelivered] = await before.control.deliveries(ada);
  await before.stop();

  const received: string[] = [];
  const url = await startEndpoint((body) => {
    received.push((JSON.parse(body) as { id: string }).id);
    return Promise.resolve({ status: 200 });
  });
  const webhookEndpoint = { url, secret: webhookSecret };
  const after = await startWorkos({ stateDirectory, webhookEndpoint });
  await after.control.waitForDelivery({ email: ada, type: "user.created" });
  expect(received).toEqual([undelivered?.eventId]);
});

test.for(["text", "another database", "a damaged file"])(
  "leaves a foreign state file alone: %s",
  async (kind) => {
    const stateDirectory = await temporaryDirectory();
    const file = join(stateDirectory, "local-workos.sqlite");
    if (kind === "text") await writeFile(file, "not a database");
    if (kind === "another database") {
      const other = new DatabaseSync(file);
      other.exec("CREATE TABLE mine (value); INSERT INTO mine VALUES (1)");
      other.close();
    }
    if (kind === "a damaged file") {
      await (await startWorkos({ stateDirectory })).stop();
      await writeFile(file, (await readFile(file)).fill(0, 0, 100));
    }
    const before = await readFile(file);
    await expect(startWorkos({ stateDirectory })).rejects.toThrow(
      `${file} is not a state file of local-workos: move it away or choose another state directory.`,
    );
    expect(await readFile(file)).toEqual(before);
    expect(await readdir(stateDirectory)).toEqual(["local-workos.sqlite"]);
  },
);

test("a second process on the same state is told so, and the first goes on", async () => {
  const stateDirectory = await temporaryDirectory();
  const { control } = await startWorkos({ stateDirectory });
  await expect(startWorkos({ stateDirectory })).rejects.toThrow(
    "local-workos.sqlite is in use by another process: stop that one or choose another state directory.",
  );
  await control.createUser({ email: ada });
});

test("a port in use is one sentence, and localhost answers on both loopbacks", async () => {
  const { url } = await startWorkos();
  const port = Number(new URL(url).port);
  await expect(startWorkos({ port })).rejects.toThrow(`Port ${port} is in use`);
  const loopbacks = Object.values(networkInterfaces()).flatMap((all) => all ?? []);
  const hasIpv6 = loopbacks.some(({ address }) => address === "::1");
  for (const host of hasIpv6 ? ["127.0.0.1", "[::1]"] : ["127.0.0.1"]) {
    expect((await fetch(`http://${host}:${port}/sso/jwks/client_local`)).status).toBe(200);
  }
});

test("leaves the globals of its process alone", async () => {
  await startWorkos();
  expect(globalThis.Request).toBe(untouched.Request);
  expect(globalThis.Response).toBe(untouched.Response);
});

test("an address that is no URL is refused at start", async () => {
  const configure = {
    redirectUris: ["/callback"],
    appHomepageUrl: "http://a.test",
    corsOrigins: [],
  };
  await expect(
    startLocalWorkos({ port: 0, clientId: "client", apiKey: "key", configure }),
  ).rejects.toThrow('"/callback" in redirectUris is not a URL.');
  await expect(startWorkos({ initiateLoginUri: "/sign-in" })).rejects.toThrow(
    '"/sign-in" in initiateLoginUri is not a URL.',
  );
});

test("a role that is not known is refused at start, and one that has gone is no obstacle", async () => {
  const stateDirectory = await temporaryDirectory();
  const organizations = [{ name: "Acme", members: [{ email: ada, role: "owner" }] }];
  await expect(startWorkos({ stateDirectory, organizations })).rejects.toThrow(
    'ada@example.com has the role "owner" in Acme, which is not in roles.',
  );
  const roles = [{ slug: "owner" }, { slug: "guest" }];
  await (await startWorkos({ stateDirectory, organizations, roles })).stop();
  const { url } = await startWorkos({ stateDirectory, roles: [{ slug: "guest" }] });
  expect(claimsOf(await obtainTokens(url, ada))).toMatchObject({ role: "guest" });
});
