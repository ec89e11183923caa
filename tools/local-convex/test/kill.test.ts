/// <reference types="vite/client" />
import { ConvexHttpClient } from "convex/browser";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { api } from "./fixture/convex/_generated/api.js";
import { Fixture, VARIABLES } from "./harness.ts";

/** A hundred in the long run, `npm run test:long`. */
const KILLS = import.meta.env.MODE === "long" ? 100 : 10;
/** Each waits for its answer before it writes again. */
const WRITERS = 4;

let fixture: Fixture;

beforeAll(async () => {
  fixture = await Fixture.start();
  await fixture.deployment.stop();
  await start();
  await fixture.pushOrThrow();
});

afterAll(() => fixture.stop());

async function start(): Promise<ConvexHttpClient> {
  const { stateDirectory } = fixture;
  await fixture.startDeployment({ stateDirectory, environmentVariables: VARIABLES });
  return new ConvexHttpClient(fixture.deployment.url, { logger: false });
}

test(
  `killed ${KILLS} times while it is written to, it keeps what it has acknowledged, and whole transactions only`,
  { timeout: 300_000 },
  async () => {
    const acknowledged: string[] = [];
    const files: string[] = [];
    let client = new ConvexHttpClient(fixture.deployment.url, { logger: false });
    for (let kill = 0; kill < KILLS; kill += 1) {
      const { url } = await client.action(api.files.store, { text: `file ${kill}` });
      files.push(new URL(url).pathname);
      let writes = 0;
      // At a different moment each time, without any pause that the writers could finish in.
      let itIsTime = () => {};
      const moment = new Promise<void>((resolve) => (itIsTime = resolve));
      const write = async (_: unknown, writer: number) => {
        for (;;) {
          const text = `${kill} ${writer} ${writes++}`;
          if (writes > 3 + (kill % 17)) itIsTime();
          await client.mutation(api.features.sendTwice, { author: "a", text });
          acknowledged.push(text);
        }
      };
      const writers = Promise.allSettled(Array.from({ length: WRITERS }, write));
      await moment;
      process.kill(fixture.deployment.pid ?? 0, "SIGKILL");
      await fixture.deployment.exited;
      await writers;
      client = await start();
    }

    const messages = await client.query(api.messages.list, { author: "a" });
    expect(new Set(messages).size).toBe(messages.length);
    expect(acknowledged.filter((text) => !messages.includes(text))).toEqual([]);
    const notes = (await client.query(api.features.notes, {})).filter((text) => text !== "tick");
    expect(notes.sort()).toEqual([...messages].sort());
    // What was scheduled with them ran once, be it before the kill or after.
    await vi.waitFor(
      async () => {
        const later = await client.query(api.messages.list, { author: "a later" });
        expect(later.sort()).toEqual([...messages].sort());
      },
      { timeout: 10_000 },
    );
    for (const [kill, path] of files.entries()) {
      const response = await fetch(new URL(path, fixture.deployment.url));
      expect(await response.text()).toBe(`file ${kill}`);
    }
  },
);
