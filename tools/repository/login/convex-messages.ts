import type { Page } from "@playwright/test";

type Message = { type: string; tokenType?: string; value?: string };

/** Watches what a page and Convex say to each other. Has to be there before the page is opened. */
export function watchConvexMessages(page: Page) {
  const waiting = new Map<string, () => void>();
  let token = "";

  function note(payload: string | Buffer) {
    const message = JSON.parse(payload.toString()) as Message;
    if (message.type === "Authenticate" && message.value) token = message.value;
    waiting.get(message.type)?.();
  }

  page.on("websocket", (socket) => {
    socket.on("framesent", ({ payload }) => note(payload));
    socket.on("framereceived", ({ payload }) => note(payload));
  });

  return {
    /** Resolves with the next message of this type. */
    next: (type: "Authenticate" | "AuthError") =>
      new Promise<void>((resolve) => waiting.set(type, resolve)),

    /** Resolves once the access token that Convex was given last has expired. */
    tokenHasExpired: async () => {
      const claims = Buffer.from(token.split(".")[1] ?? "", "base64url").toString();
      const { exp } = JSON.parse(claims) as { exp: number };
      await page.waitForFunction((time) => Date.now() > time, exp * 1_000, { timeout: 60_000 });
    },
  };
}
