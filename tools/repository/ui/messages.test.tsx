import { cleanup, render, screen } from "@testing-library/react";
import { afterEach, expect, test } from "vitest";
import * as messages from "../../../packages/ui/src/messages.tsx";

afterEach(cleanup);

test.each(Object.entries(messages))(
  "%s has a heading, a sentence and a way on",
  (_name, Message) => {
    render(<Message actions={<a href="/">On</a>} />);
    expect(screen.getByRole("heading", { level: 1 }).textContent).not.toBe("");
    expect(screen.getByRole("main").textContent).toMatch(/\.On$/);
    expect(screen.getByRole("link", { name: "On" })).toBeTruthy();
  },
);

test("nobody is told that they are signed in while that is not known", () => {
  render(<messages.SignInUnreachable actions={null} />);
  expect(screen.getByRole("main").textContent).not.toMatch(/signed in/);
});
