import { useId, useRef, useState, type ReactNode } from "react";
import { Button } from "./button.tsx";
import { Failure, messageOf } from "./failure.tsx";
import { RemoveButton } from "./remove-button.tsx";
import { Spinner } from "./spinner.tsx";

/** The look of a text field. */
export const fieldClass =
  "border-line bg-canvas placeholder:text-muted aria-invalid:border-bad min-w-0 grow rounded-lg border px-3 py-2 text-base text-ellipsis sm:text-sm";

/** What was typed and sent, and is not yet accepted. */
type Entry = { key: number; text: string; data: FormData; failure?: string };

type TextFormProps = {
  label: string;
  type?: "email";
  buttonLabel: string;
  /** Whether sending it is what the page is for. */
  isPrimary?: boolean;
  /** What to say when there is nothing to send. */
  whenEmpty: string;
  /** Whether to show what is on its way: not where an optimistic update does. */
  showsSending?: boolean;
  onSubmit: (text: string, data: FormData) => Promise<unknown>;
  /** Further fields, whose values are in the data. */
  children?: ReactNode;
};

/**
 * One line to type and send. The field is free again at once, and what was sent is shown until it
 * has been accepted. What is refused comes back into the field, unless there is something new in it.
 */
export function TextForm({ showsSending = true, onSubmit, children, ...props }: TextFormProps) {
  const failureId = useId();
  // The field keeps its own text: no late answer may change what is being typed.
  const field = useRef<HTMLInputElement>(null);
  const lastKey = useRef(0);
  const [entries, setEntries] = useState<Entry[]>([]);
  const [failure, setFailure] = useState<string>();

  function submit(data: FormData) {
    const text = (data.get("text") as string).trim();
    if (text === "") return setFailure(props.whenEmpty);
    field.current!.value = "";
    setFailure(undefined);
    void send({ key: ++lastKey.current, text, data });
  }

  async function send({ key, text, data }: Entry) {
    update(key, { key, text, data });
    try {
      await onSubmit(text, data);
      update(key);
    } catch (cause) {
      const why = messageOf(cause);
      if (field.current?.value !== "") return update(key, { key, text, data, failure: why });
      field.current.value = text;
      setFailure(why);
      update(key);
    }
  }

  /** Puts an entry last, or away. */
  function update(key: number, entry?: Entry) {
    setEntries((all) => [...all.filter((each) => each.key !== key), ...(entry ? [entry] : [])]);
  }

  const shown = entries.filter((entry) => showsSending || entry.failure);
  return (
    <form
      // React keeps for it what is sent before the page is live. It would empty the form each time
      // a moment later, when somebody may be typing again.
      action={submit}
      onSubmit={(event) => {
        event.preventDefault();
        submit(new FormData(event.currentTarget));
      }}
      className="grid grid-cols-1 gap-2"
    >
      <ul className="mb-2 grid grid-cols-1 gap-2 empty:hidden">
        {shown.map((entry) => (
          <li key={entry.key} className="flex min-h-8 min-w-0 flex-wrap items-center gap-2">
            {!entry.failure && <Spinner label="Sending" />}
            <span dir="auto" className="min-w-0 wrap-anywhere">
              {entry.text}
            </span>
            {entry.failure && (
              <>
                <Button variant="secondary" className="ml-auto" onClick={() => send(entry)}>
                  Try again
                </Button>
                <RemoveButton label={`Discard ${entry.text}`} onClick={() => update(entry.key)} />
                <Failure>{entry.failure}</Failure>
              </>
            )}
          </li>
        ))}
      </ul>
      <div className="flex flex-wrap gap-2">
        <input
          ref={field}
          name="text"
          type={props.type}
          dir="auto"
          aria-label={props.label}
          aria-describedby={failureId}
          aria-invalid={failure !== undefined}
          placeholder={props.label}
          autoComplete="off"
          className={`${fieldClass} ${children ? "basis-56" : "basis-36"}`}
        />
        {children}
        <Button type="submit" variant={props.isPrimary ? "primary" : "secondary"}>
          {props.buttonLabel}
        </Button>
      </div>
      <Failure id={failureId}>{failure}</Failure>
    </form>
  );
}
