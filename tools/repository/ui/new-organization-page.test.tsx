import { fireEvent, screen } from "@testing-library/react";
import { expect, test, vi } from "vitest";
import { NewOrganizationPage } from "../../../packages/ui/src/new-organization-page.tsx";
import { click, deployment, failures, renderSignedIn, settled } from "./deployment.tsx";
import { ada } from "./people.ts";

test("when the switch to it fails, another try makes no second organization", async () => {
  const switchTo = vi.fn(() => Promise.resolve()).mockRejectedValueOnce(new Error("offline"));
  await renderSignedIn(<NewOrganizationPage current={ada} switchTo={switchTo} />);
  fireEvent.change(screen.getByLabelText("Organization name"), { target: { value: " Engines " } });
  click("Create organization");
  await deployment.accepts("org_1");
  expect(failures()).toEqual(["That did not work. Try again."]);
  click("Create organization");
  await settled();
  expect(deployment.sent).toEqual([["organizations:create", { name: "Engines" }]]);
  expect(switchTo.mock.calls).toEqual([["org_1"], ["org_1"]]);
});
