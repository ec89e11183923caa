import type { Browser, Page } from "@playwright/test";
import { gzipSync } from "node:zlib";
import type { Subject } from "./subjects.ts";

/** What happened on the way, for a trace: milliseconds after the start. */
export type TraceEvent = { at: number; what: string };

export type Measured = {
  /** Until something showed that only an authenticated query returns. */
  data: number;
  /** Until the page also said that Convex has authenticated the person. */
  content: number;
  /** Until Convex has answered the token that the browser gave it: from then on the page is live. */
  live: number;
  requests: number;
  sockets: number;
  /** How often the browser gave Convex a token. */
  authenticates: number;
  trace: TraceEvent[];
};

export type Visit = {
  /** Until a way to sign in showed, of a first load with an empty cache. */
  home: Pick<Measured, "data" | "trace">;
  signIn: Measured;
  reload: Measured;
  /** Bytes of JavaScript, gzip. */
  javascript: { home: number; signedIn: number };
};

type Mark = "home" | "data" | "content";
type Seen = { mark: Mark; at: number; timeOrigin: number };

/** One person's visit in a fresh browser context: opens the home page, signs in, reloads. */
export async function visit(browser: Browser, subject: Subject): Promise<Visit> {
  const context = await browser.newContext();
  const page = await context.newPage();
  const marks = await watchMarks(page, subject);
  const network = await watchNetwork(page);
  const scripts = watchJavaScript(page);

  const isHome = marks.next("home");
  await page.goto(subject.origin);
  const home = await isHome;
  await page.waitForLoadState("networkidle");
  const homeTrace = traceSince(home.timeOrigin, [{ at: home.at, what: "shown" }]);
  const homeBytes = await scripts.bytes();

  // A person's pointer is at the link a moment before they click.
  const link = page.getByText("Sign in", { exact: true }).first();
  await link.hover();
  await page.waitForTimeout(300);
  const signIn = await measure(() =>
    link.evaluate((element: HTMLElement) => {
      const now = performance.timeOrigin + performance.now();
      element.click();
      return now;
    }),
  );
  scripts.start();
  const reload = await measure(async () => {
    await page.reload({ waitUntil: "commit" });
    return undefined;
  });
  const signedInBytes = await scripts.bytes();
  await context.close();
  return {
    home: { data: home.at - home.timeOrigin, trace: homeTrace },
    signIn,
    reload,
    javascript: { home: homeBytes, signedIn: signedInBytes },
  };

  /** @param act returns when it started, or undefined for "with the document that comes" */
  async function measure(act: () => Promise<number | undefined>): Promise<Measured> {
    const isThere = Promise.all([marks.next("data"), marks.next("content")]);
    network.start();
    const started = await act();
    const [data, content] = await isThere;
    await page.waitForLoadState("networkidle");
    const start = started ?? data.timeOrigin;
    const { requests, sockets, authenticates, live } = network.result();
    return {
      data: data.at - start,
      content: content.at - start,
      live: live - start,
      requests,
      sockets,
      authenticates,
      trace: traceSince(start, [
        { at: data.at, what: "data shown" },
        { at: content.at, what: "content shown" },
      ]),
    };
  }

  function traceSince(start: number, reached: TraceEvent[]): TraceEvent[] {
    return [...network.result().events, ...reached]
      .map(({ at, what }) => ({ at: at - start, what }))
      .sort((a, b) => a.at - b.at);
  }
}

/** Has every document of the page say at which moment something first shows, by its own clock. */
async function watchMarks(page: Page, { data, words }: Subject) {
  const waiting = new Map<Mark, (seen: Seen) => void>();
  await page.exposeFunction("benchSeen", (seen: Seen) => {
    waiting.get(seen.mark)?.(seen);
    waiting.delete(seen.mark);
  });
  await page.addInitScript(
    ([dataText, wordsText]) => {
      const seen = new Set<Mark>();
      const tell = (mark: Mark) => {
        if (seen.has(mark)) return;
        seen.add(mark);
        const { timeOrigin } = performance;
        const { benchSeen } = window as unknown as { benchSeen: (seen: Seen) => void };
        benchSeen({ mark, at: timeOrigin + performance.now(), timeOrigin });
      };
      const look = () => {
        const links = [...document.querySelectorAll("a, button")];
        if (links.some(({ textContent }) => textContent === "Sign in")) tell("home");
        const main = document.querySelector("main");
        const text = main?.textContent ?? "";
        if (!main || !text.includes(dataText) || !main.checkVisibility()) return;
        tell("data");
        if (text.includes(wordsText)) tell("content");
      };
      const everything = { childList: true, subtree: true, characterData: true, attributes: true };
      new MutationObserver(look).observe(document, everything);
    },
    [data, words] as const,
  );
  return {
    next: (mark: Mark) => new Promise<Seen>((resolve) => waiting.set(mark, resolve)),
  };
}

/** Counts what goes over the network, redirects included, and says when. */
async function watchNetwork(page: Page) {
  const session = await page.context().newCDPSession(page);
  let events: TraceEvent[] = [];
  let count = noneYet();
  // The protocol's clock is not the wall's; each request says both.
  let offset = 0;
  const names = new Map<string, string>();
  const add = (timestamp: number, what: string) =>
    events.push({ at: timestamp * 1_000 + offset, what });

  session.on("Network.requestWillBeSent", ({ requestId, request, timestamp, wallTime, type }) => {
    if (request.url.startsWith("data:")) return;
    offset = (wallTime - timestamp) * 1_000;
    count.requests += 1;
    const name = `${request.method} ${nameOf(request.url)}`;
    const former = names.get(requestId);
    if (former) add(timestamp, `← ${former} (redirect)`);
    names.set(requestId, name);
    add(timestamp, `→ ${name}${type === "Preflight" ? " (preflight)" : ""}`);
  });
  session.on("Network.loadingFinished", ({ requestId, timestamp }) => {
    const name = names.get(requestId);
    if (name) add(timestamp, `← ${name}`);
  });
  session.on("Network.webSocketCreated", ({ requestId }) => {
    count.sockets += 1;
    names.set(requestId, "socket");
  });
  session.on("Network.webSocketWillSendHandshakeRequest", ({ timestamp, wallTime }) => {
    offset = (wallTime - timestamp) * 1_000;
    add(timestamp, "→ socket");
  });
  session.on("Network.webSocketHandshakeResponseReceived", ({ timestamp }) =>
    add(timestamp, "← socket"),
  );
  session.on("Network.webSocketFrameSent", ({ timestamp, response }) => {
    const { type } = messageIn(response.payloadData);
    if (type === "Authenticate") count.authenticates += 1;
    add(timestamp, `→ socket: ${type}`);
  });
  session.on("Network.webSocketFrameReceived", ({ timestamp, response }) => {
    const { type, endVersion } = messageIn(response.payloadData);
    if (endVersion?.identity) count.live ||= timestamp * 1_000 + offset;
    add(timestamp, `← socket: ${type}`);
  });
  await session.send("Network.enable");
  return {
    start() {
      events = [];
      count = noneYet();
    },
    result: () => ({ ...count, events }),
  };
}

const noneYet = () => ({ requests: 0, sockets: 0, authenticates: 0, live: 0 });

/** A message of Convex's socket. Its identity counts the tokens that the deployment has accepted. */
type Message = { type: string; endVersion?: { identity: number } };

function messageIn(payload: string): Message {
  try {
    return JSON.parse(payload) as Message;
  } catch {
    return { type: "?" };
  }
}

/** The same from run to run: without hashes, codes and states. */
function nameOf(url: string): string {
  const { pathname, host } = new URL(url);
  return pathname === "/" ? host : pathname.replace(/[\w~.-]{8,}(?=\.(js|css|woff2)$)/, "*");
}

/** Sums the scripts of a page that loads after `start`. */
function watchJavaScript(page: Page) {
  // A reload may be told that nothing has changed, without a body.
  const sizes = new Map<string, Promise<number>>();
  let loaded = new Set<string>();
  page.on("response", (response) => {
    if (response.request().resourceType() !== "script") return;
    const url = response.url();
    loaded.add(url);
    if (response.status() !== 200) return;
    const size = response.body().then((body) => gzipSync(body, { level: 9 }).length);
    sizes.set(url, size);
    // A page that is left takes its unread scripts along; the sums say so where they need one.
    size.catch(() => undefined);
  });
  return {
    start: () => (loaded = new Set()),
    bytes: async () => {
      const all = await Promise.all([...loaded].map((url) => sizes.get(url)!));
      return all.reduce((sum, size) => sum + size, 0);
    },
  };
}
