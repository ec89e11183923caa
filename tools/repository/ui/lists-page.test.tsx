import { fireEvent, screen } from "@testing-library/react";
import type { FunctionReturnType } from "convex/server";
import { useQuery } from "convex/react";
import { afterEach, expect, test, vi } from "vitest";
import { api } from "@repo/convex-backend/api";
import { ListsPage } from "../../../packages/ui/src/lists-page.tsx";
import {
  answer,
  button,
  click,
  deployment,
  failures,
  region,
  renderSignedIn,
  send,
  settled,
} from "./deployment.tsx";
import { ada, adaBlocked, claims } from "./people.ts";

type Lists = FunctionReturnType<typeof api.lists.list>;

afterEach(() => void vi.useRealTimers());

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
  return mine && <ListsPage claims={claims} current={current} lists={mine} />;
}

async function renderLists(
  todos: Record<string, string[]>,
  current: Parameters<typeof LivePage>[0]["current"] = ada,
) {
  deployment.returns("lists:list", lists(todos));
  await renderSignedIn(<LivePage current={current} />);
}

const todo = (text: string) => screen.queryByRole("checkbox", { name: text });
const field = (label: string) => screen.getByLabelText<HTMLInputElement>(label);
const status = () =>
  region("Account")
    .getAllByRole("status")
    .map((each) => each.textContent);

test("adds lists and to-dos", async () => {
  await renderLists({ Groceries: [] });
  send(field("New list"), "Programs");
  send(field("Add to Groceries"), "Milk");
  expect(deployment.sent).toEqual([
    ["lists:create", { owner: "user", name: "Programs" }],
    ["todos:add", { listId: "Groceries", text: "Milk" }],
  ]);
});

test("a new to-do is shown at once, cannot be changed yet, and is shown once", async () => {
  await renderLists({ Groceries: [] });
  send(field("Add to Groceries"), "Milk");
  await settled();
  expect(region("Groceries").getByText("1 open")).toBeTruthy();
  expect(todo("Milk")).toHaveProperty("disabled", true);
  deployment.returns("lists:list", lists({ Groceries: ["Milk"] }));
  await deployment.accepts();
  expect(screen.getAllByText("Milk")).toHaveLength(1);
  expect(todo("Milk")).toHaveProperty("disabled", false);
});

test("a new to-do that is refused goes back into the field, with the reason", async () => {
  await renderLists({ Groceries: [] });
  const { value } = send(field("Add to Groceries"), "Milk");
  expect(value).toBe("");
  await settled();
  await deployment.refuses("This list is full.");
  expect(todo("Milk")).toBeNull();
  expect(field("Add to Groceries").value).toBe("Milk");
  expect(failures()).toEqual(["This list is full."]);
});

test("the list scrolls to a to-do that the person adds, and not to somebody else's", async () => {
  const scroll = vi.spyOn(Element.prototype, "scrollIntoView");
  await renderLists({ Groceries: [] });
  deployment.returns("lists:list", lists({ Groceries: ["Milk"] }));
  await settled();
  expect(todo("Milk")).not.toBeNull();
  expect(scroll).not.toHaveBeenCalled();
  send(field("Add to Groceries"), "Bread");
  await settled();
  expect(scroll.mock.contexts).toEqual([todo("Bread")!.closest("li")]);
});

test("a new list is shown at once, first, and cannot be changed yet", async () => {
  await renderLists({ Groceries: [] });
  send(field("New list"), "Programs");
  await settled();
  const names = screen.getAllByRole("heading", { level: 2 }).map((name) => name.textContent);
  expect(names).toEqual(["Programs", "Groceries"]);
  const isInert = () => field("Add to Programs").closest("[inert]") !== null;
  expect(isInert()).toBe(true);
  deployment.returns("lists:list", lists({ Groceries: [], Programs: [] }));
  await deployment.accepts();
  expect(isInert()).toBe(false);
});

test("a person without a list, and a list without a to-do, say what to do", async () => {
  await renderLists({});
  expect(screen.getByText(/^No lists yet\./)).toBeTruthy();
  deployment.returns("lists:list", lists({ Groceries: [] }));
  await settled();
  expect(screen.queryByText(/^No lists yet\./)).toBeNull();
  expect(region("Groceries").getByText(/^No to-dos yet\./)).toBeTruthy();
});

test("many done to-dos are out of the way until they are asked for", async () => {
  const [groceries] = lists({ Groceries: ["Milk", "Bread", "Eggs", "Tea"] });
  const done = (count: number) => [
    { ...groceries!, todos: groceries!.todos.map((each, i) => ({ ...each, done: i < count })) },
  ];
  await renderLists({});
  deployment.returns("lists:list", done(3));
  await settled();
  const group = () =>
    region("Groceries")
      .getByText(/ done$/)
      .closest("details")!;
  expect(group().open).toBe(true);
  deployment.returns("lists:list", done(4));
  await settled();
  expect(group().open).toBe(false);
  fireEvent.click(region("Groceries").getByText("4 done"));
  await settled();
  expect(group().open).toBe(true);
});

test("the focus goes to the group of done to-dos when one is checked off that closes it", async () => {
  const [groceries] = lists({ Groceries: ["Milk", "Bread", "Eggs", "Tea"] });
  await renderLists({});
  deployment.returns("lists:list", [
    { ...groceries!, todos: groceries!.todos.map((each, i) => ({ ...each, done: i < 3 })) },
  ]);
  await settled();
  todo("Tea")!.focus();
  fireEvent.click(todo("Tea")!);
  await settled();
  expect(document.activeElement).toBe(region("Groceries").getByText("4 done"));
});

test("a deleted to-do comes back with Undo, done as it was", async () => {
  const [groceries] = lists({ Groceries: ["Milk"] });
  await renderLists({});
  deployment.returns("lists:list", [
    { ...groceries!, todos: groceries!.todos.map((each) => ({ ...each, done: true })) },
  ]);
  await settled();
  click("Delete Milk");
  expect(region("Groceries").getByRole("status").textContent).toBe("Deleted Milk.Undo");
  deployment.returns("lists:list", lists({ Groceries: [] }));
  await deployment.accepts();
  click("Undo");
  expect(document.activeElement).toBe(field("Add to Groceries"));
  expect(deployment.sent.at(-1)).toEqual(["todos:add", { listId: "Groceries", text: "Milk" }]);
  await deployment.accepts("new");
  expect(deployment.sent.at(-1)).toEqual(["todos:setDone", { todoId: "new", done: true }]);
  expect(region("Groceries").getByRole("status").textContent).toBe("");
});

test("checks a to-do off at once, and takes that back when it is refused", async () => {
  await renderLists({ Groceries: ["Milk"] });
  todo("Milk")!.focus();
  fireEvent.click(todo("Milk")!);
  expect(deployment.sent).toEqual([["todos:setDone", { todoId: "Milk", done: true }]]);
  await settled();
  expect(document.activeElement).toBe(todo("Milk"));
  expect(region("Groceries").getByText("0 open")).toBeTruthy();
  await deployment.refuses("That to-do is no longer there.");
  expect(region("Groceries").getByText("1 open")).toBeTruthy();
  expect(failures()).toEqual(["That to-do is no longer there."]);
});

test("deletes a to-do at once, and shows it again when that is refused", async () => {
  await renderLists({ Groceries: ["Milk"] });
  click("Delete Milk");
  expect(deployment.sent).toEqual([["todos:remove", { todoId: "Milk" }]]);
  await settled();
  expect(todo("Milk")).toBeNull();
  await deployment.refuses("That to-do is no longer there.");
  expect(todo("Milk")).not.toBeNull();
  expect(failures()).toEqual(["That to-do is no longer there."]);
});

test("after a deletion the focus is on the next to-do, then on the field", async () => {
  await renderLists({ Groceries: ["Milk", "Bread"] });
  click("Delete Milk");
  await settled();
  expect(document.activeElement).toBe(button("Delete Bread"));
  click("Delete Bread");
  await settled();
  expect(document.activeElement).toBe(field("Add to Groceries"));
});

test("a key that is held down deletes one to-do", async () => {
  await renderLists({ Groceries: ["Milk", "Bread"] });
  expect(fireEvent.keyDown(button("Delete Milk"), { key: "Enter" })).toBe(true);
  expect(fireEvent.keyDown(button("Delete Milk"), { key: "Enter", repeat: true })).toBe(false);
});

test("asks before a list is deleted that has to-dos", async () => {
  await renderLists({ Empty: [], Groceries: ["Milk"] });
  button("Delete list Groceries").focus();
  click("Delete list Groceries");
  await answer("Delete “Groceries”?", "Cancel");
  expect(screen.queryByRole("alertdialog")).toBeNull();
  expect(deployment.sent).toEqual([]);

  click("Delete list Groceries");
  await answer("Delete “Groceries”?", "Delete list");
  expect(region("Empty")).toBeTruthy();
  expect(screen.queryByRole("region", { name: "Groceries" })).toBeNull();
  expect(document.activeElement).toBe(button("Delete list Empty"));
  click("Delete list Empty");
  await settled();
  expect(document.activeElement).toBe(field("New list"));
  expect(deployment.sent).toEqual([
    ["lists:remove", { listId: "Groceries" }],
    ["lists:remove", { listId: "Empty" }],
  ]);
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
  send(field("Add to Groceries"), "Milk");
  expect(region("Groceries").getByText("Milk")).toBeTruthy();
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
