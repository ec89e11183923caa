import { api } from "@repo/convex-backend/api";
import { useAction } from "convex/react";
import { useId, useRef, useState } from "react";
import { Button } from "./button.tsx";
import type { Current } from "./current.tsx";
import { Failure, messageOf } from "./failure.tsx";
import { fieldClass, Form } from "./form.tsx";
import { Page } from "./page.tsx";
import { useEnsureUser } from "./use-ensure-user.tsx";

/** Creates an organization, of which the person is the first admin. */
export function NewOrganizationPage({
  current,
  switchTo,
}: {
  current: Current;
  switchTo: (organizationId: string) => Promise<void>;
}) {
  useEnsureUser(current);
  const create = useAction(api.organizations.create);
  const fieldId = useId();
  const failureId = useId();
  const [failure, setFailure] = useState<string>();
  const [isCreating, setIsCreating] = useState(false);
  const created = useRef<string>(undefined);

  async function submit(data: FormData) {
    const name = (data.get("name") as string).trim();
    if (name === "") return setFailure("Type a name first.");
    setFailure(undefined);
    setIsCreating(true);
    try {
      // It stays busy until the organization’s page is shown, and a second try makes no second one.
      created.current ??= await create({ name });
      await switchTo(created.current);
    } catch (cause) {
      setFailure(messageOf(cause));
      setIsCreating(false);
    }
  }

  return (
    <Page>
      <h1 className="text-3xl font-semibold tracking-tight">Create an organization</h1>
      <p className="text-muted mt-2 max-w-xl text-pretty">
        Members of an organization share its lists. You become its first admin, and can invite
        others.
      </p>
      <Form
        onSend={(data) => void submit(data)}
        className="border-line bg-surface mt-8 grid max-w-xl grid-cols-1 gap-3 rounded-2xl border p-5"
      >
        <label htmlFor={fieldId} className="text-sm font-medium">
          Name
        </label>
        <input
          id={fieldId}
          name="name"
          dir="auto"
          autoComplete="organization"
          aria-describedby={failureId}
          aria-invalid={failure !== undefined}
          className={fieldClass}
        />
        <Failure id={failureId}>{failure}</Failure>
        <Button type="submit" disabled={isCreating} className="w-fit">
          Create organization
        </Button>
      </Form>
    </Page>
  );
}
