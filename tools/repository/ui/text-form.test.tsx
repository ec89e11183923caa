import { act, fireEvent, render, screen } from "@testing-library/react";
import { ConvexError } from "convex/values";
import { expect, test } from "vitest";
import { TextForm } from "../../../packages/ui/src/text-form.tsx";
import { click, failures } from "./deployment.tsx";

/** A form whose answers come when the test gives them. */
function renderForm() {
  const sent: {
    text: string;
    accept: () => Promise<void>;
    refuse: (why: string) => Promise<void>;
  }[] = [];
  render(
    <TextForm
      label="New to-do"
      buttonLabel="Add"
      whenEmpty="Type a to-do first."
      onSubmit={(text) =>
        new Promise<void>((resolve, reject) => {
          sent.push({
            text,
            accept: async () => await act(() => Promise.resolve(resolve())),
            refuse: async (why) =>
              await act(() =>
                Promise.resolve(reject(new ConvexError({ code: "invalid", message: why }))),
              ),
          });
        })
      }
    />,
  );
  const field = screen.getByLabelText<HTMLInputElement>("New to-do");
  return {
    sent,
    field,
    type: (text: string) => fireEvent.input(field, { target: { value: text } }),
    submit: () => fireEvent.submit(field.form!),
  };
}

test("the field is free at once, and late answers change nothing in it", async () => {
  const form = renderForm();
  for (const text of ["Milk", "Bread", "Eggs"]) {
    form.type(text);
    form.submit();
    expect(form.field.value).toBe("");
  }
  expect(form.sent.map(({ text }) => text)).toEqual(["Milk", "Bread", "Eggs"]);
  form.type("Butt");
  for (const { accept } of form.sent) await accept();
  expect(form.field.value).toBe("Butt");
});

test("what is on its way is shown until it is accepted", async () => {
  const form = renderForm();
  form.type("Milk");
  form.submit();
  expect(screen.getByText("Milk")).toBeTruthy();
  expect(screen.getByRole("img", { name: "Sending" })).toBeTruthy();
  await form.sent[0]!.accept();
  expect(screen.queryByText("Milk")).toBeNull();
});

test("what is refused comes back into the empty field, with the reason", async () => {
  const form = renderForm();
  form.type("Milk");
  form.submit();
  await form.sent[0]!.refuse("This list is full.");
  expect(form.field.value).toBe("Milk");
  expect(failures()).toEqual(["This list is full."]);
  expect(screen.queryByRole("listitem")).toBeNull();

  form.submit();
  expect(failures()).toEqual([]);
});

test("what is refused stays beside something new, and can be sent again or discarded", async () => {
  const form = renderForm();
  form.type("Milk");
  form.submit();
  form.type("Bread");
  await form.sent[0]!.refuse("This list is full.");
  expect(form.field.value).toBe("Bread");
  expect(screen.getByRole("listitem").textContent).toContain("Milk");
  expect(failures()).toEqual(["This list is full."]);

  click("Try again");
  expect(form.sent.map(({ text }) => text)).toEqual(["Milk", "Milk"]);
  expect(failures()).toEqual([]);
  await form.sent[1]!.refuse("This list is full.");
  click("Discard Milk");
  expect(screen.queryByText("Milk")).toBeNull();
  expect(document.activeElement).toBe(form.field);
});

test("nothing to send is said, and not sent", () => {
  const form = renderForm();
  form.type("  ");
  form.submit();
  expect(form.sent).toEqual([]);
  expect(failures()).toEqual(["Type a to-do first."]);
  expect(form.field.getAttribute("aria-invalid")).toBe("true");
});
