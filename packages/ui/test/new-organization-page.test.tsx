import { cleanup, fireEvent, screen } from "@testing-library/react";
import { afterEach, expect, test, vi } from "vitest";
import { NewOrganizationPage } from "../src/new-organization-page.tsx";
import { createDeployment, failures, renderSignedIn, settled } from "./deployment.tsx";
import { ada } from "./people.ts";

const deployment = createDeployment();

afterEach(async () => {
  cleanup();
  await deployment.client.close();
});

test("when the switch to it fails, another try makes no second organization", async () => {
  const switchTo = vi.fn(() => Promise.resolve()).mockRejectedValueOnce(new Error("offline"));
  await renderSignedIn(deployment, <NewOrganizationPage current={ada} switchTo={switchTo} />);
  const submit = () => fireEvent.click(screen.getByRole("button", { name: "Create organization" }));
  fireEvent.change(screen.getByLabelText("Name"), { target: { value: " Engines " } });
  submit();
  await deployment.accepts("org_1");
  expect(failures()).toEqual(["That did not work. Try again."]);
  submit();
  await settled();
  expect(deployment.sent).toEqual([["organizations:create", { name: "Engines" }]]);
  expect(switchTo.mock.calls).toEqual([["org_1"], ["org_1"]]);
});
