import { api } from "@repo/convex-backend/api";
import { useAction } from "convex/react";
import { useRef } from "react";
import type { Current } from "./current.tsx";
import type { OrganizationActions } from "./organization.tsx";
import { Page } from "./page.tsx";
import { TextForm } from "./text-form.tsx";
import { useEnsureUser } from "./use-ensure-user.tsx";

type PageProps = { current: Current; switchTo: OrganizationActions["switchTo"] };

/** Creates an organization, of which the person is the first admin. */
export function NewOrganizationPage({ current, switchTo }: PageProps) {
  useEnsureUser(current);
  const create = useAction(api.organizations.create);
  const created = useRef<string>(undefined);

  async function submit(name: string) {
    // A second try makes no second one.
    created.current ??= await create({ name });
    await switchTo(created.current);
    // It is on its way until the organization's page is shown.
    await new Promise(() => {});
  }

  return (
    <Page
      title="Create an organization"
      intro="Members of an organization share its lists. You become its first admin, and can invite others."
    >
      <div className="border-line bg-surface mt-8 max-w-2xl rounded-2xl border p-5">
        <TextForm
          label="Organization name"
          buttonLabel="Create organization"
          isPrimary
          whenEmpty="Type a name first."
          onSubmit={submit}
        />
      </div>
    </Page>
  );
}
