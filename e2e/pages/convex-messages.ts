import type { Page } from "@playwright/test";

type MessageType = "Authenticate" | "AuthError";

/** Watches what a page and Convex say to each other. Has to be there before the page is opened. */
export function watchConvexMessages(page: Page) {
  const waiting = new Map<MessageType, () => void>();

  function note(payload: string | Buffer) {
    const { type } = JSON.parse(payload.toString()) as { type: MessageType };
    waiting.get(type)?.();
  }

  page.on("websocket", (socket) => {
    socket.on("framesent", ({ payload }) => note(payload));
    socket.on("framereceived", ({ payload }) => note(payload));
  });

  return {
    /** Resolves with the next message of this type. */
    next: (type: MessageType) => new Promise<void>((resolve) => waiting.set(type, resolve)),
  };
}
