import { cleanup, fireEvent, screen, within } from "@testing-library/react";
import type { FunctionReturnType } from "convex/server";
import { useQuery } from "convex/react";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { api } from "@repo/convex-backend/api";
import { ListsPage } from "../src/lists-page.tsx";
import {
  createDeployment,
  failures,
  renderSignedIn,
  settled,
  type Deployment,
} from "./deployment.tsx";
import { ada, adaBlocked } from "./people.ts";

type Lists = FunctionReturnType<typeof api.lists.list>;

let deployment: Deployment;

beforeEach(() => {
  deployment = createDeployment();
});
afterEach(async () => {
  cleanup();
  vi.restoreAllMocks();
  vi.useRealTimers();
  await deployment.client.close();
});

function lists(todos: Record<string, string[]>): Lists {
  return Object.entries(todos).map(([name, texts]) => ({
    _id: name as Lists[number]["_id"],
    _creationTime: 0,
    ownerId: ada.user._id,
    name,
    todos: texts.map((text) => ({
      _id: text as Lists[number]["todos"][number]["_id"],
      _creationTime: 0,
      listId: name as Lists[number]["_id"],
      text,
      done: false,
    })),
  }));
}

function LivePage({ current }: { current: FunctionReturnType<typeof api.account.current> }) {
  const mine = useQuery(api.lists.list, { owner: "user" });
  return mine && <ListsPage current={current} lists={mine} />;
}

async function renderLists(
  todos: Record<string, string[]>,
  current: Parameters<typeof LivePage>[0]["current"] = ada,
) {
  deployment.returns("lists:list", lists(todos));
  await renderSignedIn(deployment, <LivePage current={current} />);
}

const todo = (text: string) => screen.queryByRole("checkbox", { name: text });
const button = (name: string) => screen.getByRole("button", { name });
const list = (name: string) => within(screen.getByRole("region", { name }));
const status = () => screen.getAllByRole("status").map((each) => each.textContent);

test("adds lists and to-dos", async () => {
  await renderLists({ Groceries: [] });
  for (const [label, text] of [
    ["New list", "Programs"],
    ["Add to Groceries", "Milk"],
  ] as const) {
    const field = screen.getByLabelText<HTMLInputElement>(label);
    fireEvent.input(field, { target: { value: text } });
    fireEvent.submit(field.form!);
  }
  expect(deployment.sent).toEqual([
    ["lists:create", { owner: "user", name: "Programs" }],
    ["todos:add", { listId: "Groceries", text: "Milk" }],
  ]);
});

test("checks a to-do off at once, and takes that back when it is refused", async () => {
  await renderLists({ Groceries: ["Milk"] });
  fireEvent.click(todo("Milk")!);
  expect(deployment.sent).toEqual([["todos:setDone", { todoId: "Milk", done: true }]]);
  await settled();
  expect(list("Groceries").getByText("0 open")).toBeTruthy();
  await deployment.refuses("That to-do is no longer there.");
  expect(list("Groceries").getByText("1 open")).toBeTruthy();
  expect(failures()).toEqual(["That to-do is no longer there."]);
});

test("deletes a to-do at once, and shows it again when that is refused", async () => {
  await renderLists({ Groceries: ["Milk"] });
  fireEvent.click(button("Delete Milk"));
  expect(deployment.sent).toEqual([["todos:remove", { todoId: "Milk" }]]);
  await settled();
  expect(todo("Milk")).toBeNull();
  await deployment.refuses("That to-do is no longer there.");
  expect(todo("Milk")).not.toBeNull();
  expect(failures()).toEqual(["That to-do is no longer there."]);
});

test("after a deletion the focus is on the next to-do, then on the field", async () => {
  await renderLists({ Groceries: ["Milk", "Bread"] });
  fireEvent.click(button("Delete Milk"));
  await settled();
  expect(document.activeElement).toBe(button("Delete Bread"));
  fireEvent.click(button("Delete Bread"));
  await settled();
  expect(document.activeElement).toBe(screen.getByLabelText("Add to Groceries"));
});

test("a key that is held down deletes one to-do", async () => {
  await renderLists({ Groceries: ["Milk", "Bread"] });
  expect(fireEvent.keyDown(button("Delete Milk"), { key: "Enter" })).toBe(true);
  expect(fireEvent.keyDown(button("Delete Milk"), { key: "Enter", repeat: true })).toBe(false);
});

test("asks before a list is deleted that has to-dos", async () => {
  await renderLists({ Groceries: ["Milk"], Empty: [] });
  const confirm = vi.fn(() => false);
  vi.stubGlobal("confirm", confirm);
  button("Delete list Groceries").focus();
  fireEvent.click(button("Delete list Groceries"));
  expect(confirm).toHaveBeenLastCalledWith("Delete “Groceries” and its to-dos?");
  expect(deployment.sent).toEqual([]);
  expect(document.activeElement).toBe(button("Delete list Groceries"));

  confirm.mockReturnValue(true);
  fireEvent.click(button("Delete list Groceries"));
  expect(document.activeElement).toBe(button("Delete list Empty"));
  fireEvent.click(button("Delete list Empty"));
  expect(confirm).toHaveBeenCalledTimes(2);
  expect(document.activeElement).toBe(screen.getByLabelText("New list"));
  expect(deployment.sent).toEqual([
    ["lists:remove", { listId: "Groceries" }],
    ["lists:remove", { listId: "Empty" }],
  ]);
  await deployment.refuses("That list is no longer there.");
  expect(failures()).toEqual(["That list is no longer there."]);
});

test("says who is authenticated, and that once", async () => {
  await renderLists({});
  expect(status()).toEqual(["Convex-authenticated"]);
});

test("whoever is refused reads why, and nothing else of how they stand", async () => {
  await renderLists({}, adaBlocked);
  expect(status()).toEqual(["Your account is blocked."]);
  expect(screen.queryByLabelText("New list")).toBeNull();
});

test("a lost connection is said, and what was typed meanwhile is shown", async () => {
  await renderLists({ Groceries: [] });
  deployment.disconnect();
  await settled();
  expect(status()).toEqual(["Reconnecting…"]);
  const field = screen.getByLabelText<HTMLInputElement>("Add to Groceries");
  fireEvent.input(field, { target: { value: "Milk" } });
  fireEvent.submit(field.form!);
  expect(list("Groceries").getByText("Milk")).toBeTruthy();
});

test("a connection that gives no answer counts as lost", async () => {
  vi.useFakeTimers();
  await renderLists({ Groceries: ["Milk"] });
  fireEvent.click(todo("Milk")!);
  await vi.advanceTimersByTimeAsync(2_000);
  expect(status()).toEqual(["Convex-authenticated"]);
  await vi.advanceTimersByTimeAsync(2_000);
  await settled();
  expect(status()).toEqual(["Reconnecting…"]);
  await deployment.accepts();
  expect(status()).toEqual(["Convex-authenticated"]);
});
