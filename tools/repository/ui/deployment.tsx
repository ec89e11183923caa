import { act, cleanup, fireEvent, render, screen, within } from "@testing-library/react";
import { ConvexProviderWithAuth, ConvexReactClient } from "convex/react";
import { convexToJson, type JSONValue, type Value } from "convex/values";
import type { ReactNode } from "react";
import { afterEach, beforeEach } from "vitest";

type Args = Record<string, JSONValue>;
type ClientMessage =
  | { type: "Connect" | "Event" | "Authenticate" }
  | { type: "Mutation" | "Action"; requestId: number; udfPath: string; args: [Args] }
  | {
      type: "ModifyQuerySet";
      newVersion: number;
      modifications: (
        | { type: "Add"; queryId: number; udfPath: string; args: [Args] }
        | { type: "Remove"; queryId: number }
      )[];
    };

/** What of a WebSocket the client uses. */
type Socket = {
  onopen?: () => void;
  onmessage?: (event: { data: string }) => void;
  onclose?: (event: { code: number; reason: string }) => void;
};

/**
 * The other end of the socket of a real Convex client: the test says what queries return, sees which
 * mutations are sent, and answers them when it likes.
 */
function createDeployment() {
  const results = new Map<string, (args: Args) => Value | undefined>();
  const queries = new Map<number, { path: string; args: Args }>();
  const sent: [path: string, args: Args][] = [];
  const unanswered: { requestId: number; type: string }[] = [];
  const version = { querySet: 0, identity: 0 };
  let told = { ...version, ts: timestamp(0) };
  let time = 0;
  let socket: Socket | undefined;
  let isReachable = true;

  function open(opened: Socket) {
    socket = opened;
    queueMicrotask(() => opened.onopen?.());
  }

  class FakeSocket implements Socket {
    declare onopen?: () => void;
    declare onclose?: (event: { code: number; reason: string }) => void;
    constructor() {
      if (isReachable) open(this);
    }
    send(text: string) {
      receive(JSON.parse(text) as ClientMessage);
    }
    close() {
      queueMicrotask(() => this.onclose?.({ code: 1000, reason: "" }));
    }
  }

  const client = new ConvexReactClient("https://ui-test.convex.cloud", {
    webSocketConstructor: FakeSocket as unknown as typeof WebSocket,
    logger: false,
  });

  function receive(message: ClientMessage) {
    switch (message.type) {
      case "Authenticate":
        version.identity += 1;
        queueMicrotask(update);
        break;
      case "ModifyQuerySet":
        version.querySet = message.newVersion;
        for (const change of message.modifications) {
          if (change.type === "Remove") queries.delete(change.queryId);
          else queries.set(change.queryId, { path: change.udfPath, args: change.args[0] });
        }
        queueMicrotask(update);
        break;
      case "Mutation":
      case "Action":
        sent.push([message.udfPath, message.args[0]]);
        unanswered.push({ requestId: message.requestId, type: `${message.type}Response` });
        break;
      case "Connect":
      case "Event":
    }
  }

  function tell(message: object) {
    act(() => socket?.onmessage?.({ data: JSON.stringify(message) }));
  }

  function update() {
    const startVersion = told;
    told = { ...version, ts: timestamp(time) };
    const modifications = [...queries].flatMap(([queryId, { path, args }]) => {
      const value = results.get(path)?.(args);
      return value === undefined
        ? []
        : [{ type: "QueryUpdated", queryId, value: convexToJson(value), logLines: [] }];
    });
    tell({ type: "Transition", startVersion, endVersion: told, modifications });
  }

  return {
    client,
    /** The mutations and actions that were sent so far. */
    sent,

    /** What a query returns from now on. */
    returns(path: string, result: Value | ((args: Args) => Value | undefined)) {
      results.set(path, typeof result === "function" ? result : () => result);
      update();
    },

    /** Accepts the oldest of them without an answer; the queries return what they do by then. */
    async accepts(result: JSONValue = null) {
      time += 1;
      const answer = { success: true, result, ts: timestamp(time), logLines: [] };
      tell({ ...unanswered.shift(), ...answer });
      update();
      await settled();
    },

    /** Refuses the oldest of them without an answer. */
    async refuses(sentence: string) {
      const errorData = { code: "invalid", message: sentence };
      const answer = { success: false, result: "Error", errorData, logLines: [] };
      tell({ ...unanswered.shift(), ...answer });
      await settled();
    },

    /** Cuts the connection for good. */
    disconnect() {
      isReachable = false;
      act(() => socket?.onclose?.({ code: 1006, reason: "" }));
    },
  };
}

/** Of the test that runs. */
export let deployment: ReturnType<typeof createDeployment>;

beforeEach(() => {
  deployment = createDeployment();
});
afterEach(async () => {
  cleanup();
  await deployment.client.close();
});

/** Renders what is signed in to the deployment, and waits until that has confirmed it. */
export const renderSignedIn = (children: ReactNode) => renderWith(useFakeAuth, children);

/** Renders what is not yet known to be signed in to the deployment. */
export const renderSigningIn = (children: ReactNode) => renderWith(useLoadingAuth, children);

async function renderWith(useAuth: typeof useFakeAuth, children: ReactNode) {
  const inProvider = (content: ReactNode) => (
    <ConvexProviderWithAuth client={deployment.client} useAuth={useAuth}>
      {content}
    </ConvexProviderWithAuth>
  );
  const { rerender } = render(inProvider(children));
  await settled();
  return { rerender: (content: ReactNode) => rerender(inProvider(content)) };
}

export const button = (name: string | RegExp) => screen.getByRole("button", { name });
export const click = (name: string) => fireEvent.click(button(name));
export const region = (name: string) => within(screen.getByRole("region", { name }));

/** Types into a field, and sends its form. */
export function send(field: HTMLInputElement, text: string) {
  fireEvent.input(field, { target: { value: text } });
  fireEvent.submit(field.form!);
  return field;
}

/** Answers a dialog as a browser does: the test DOM does not know forms of the method "dialog". */
export async function answer(name: string, choice: string) {
  const dialog = screen.getByRole<HTMLDialogElement>("alertdialog", { name });
  const { value } = within(dialog).getByRole<HTMLButtonElement>("button", { name: choice });
  act(() => dialog.close(value));
  await settled();
}

/** What the page says to have failed. */
export function failures() {
  const texts = screen.getAllByRole("alert").map((alert) => alert.textContent);
  return texts.filter((text) => text !== "");
}

/** Lets everything happen that needs no time. */
export async function settled() {
  await act(async () => {
    for (let turn = 0; turn < 20; turn++) await Promise.resolve();
  });
}

const fakeAuth = {
  isLoading: false,
  isAuthenticated: true,
  fetchAccessToken: () => Promise.resolve(token),
};

function useFakeAuth() {
  return fakeAuth;
}

const loadingAuth = { ...fakeAuth, isLoading: true, isAuthenticated: false };

function useLoadingAuth() {
  return loadingAuth;
}

/** Not signed: nobody but the client reads it, for how long it lasts. */
const token = ["{}", `{"iat":${Math.floor(Date.now() / 1000)},"exp":${Date.now()}}`, ""]
  .map((part) => btoa(part))
  .join(".");

/** As the protocol writes it: 64 bits, little-endian, base64. */
function timestamp(time: number): string {
  return btoa(String.fromCharCode(time, 0, 0, 0, 0, 0, 0, 0));
}
