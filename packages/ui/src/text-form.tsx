import { useId, useRef, useState } from "react";
import { Button } from "./button.tsx";
import { Failure, messageOf } from "./failure.tsx";
import { fieldClass, Form } from "./form.tsx";
import { RemoveButton } from "./remove-button.tsx";
import { Spinner } from "./spinner.tsx";

/** What was typed and sent, and is not yet accepted. */
type Entry = { key: number; text: string; failure?: string };

/**
 * One line to type and send. The field is free again at once, and what was sent is shown until it
 * has been accepted. What is refused comes back into the field, unless there is something new in it.
 */
export function TextForm({
  label,
  buttonLabel,
  whenEmpty,
  showsSending = true,
  onSubmit,
}: {
  label: string;
  buttonLabel: string;
  /** What to say when there is nothing to send. */
  whenEmpty: string;
  /** Whether to show what is on its way: not where an optimistic update does. */
  showsSending?: boolean;
  onSubmit: (text: string) => Promise<unknown>;
}) {
  const failureId = useId();
  // The field keeps its own text: no late answer may change what is being typed.
  const field = useRef<HTMLInputElement>(null);
  const lastKey = useRef(0);
  const [entries, setEntries] = useState<Entry[]>([]);
  const [failure, setFailure] = useState<string>();

  function submit(data: FormData) {
    const text = data.get("text") as string;
    if (text.trim() === "") return setFailure(whenEmpty);
    field.current!.value = "";
    setFailure(undefined);
    void send({ key: ++lastKey.current, text });
  }

  async function send(entry: Entry) {
    setEntries((all) => [...without(entry, all), { ...entry, failure: undefined }]);
    try {
      await onSubmit(entry.text);
      forget(entry);
    } catch (cause) {
      if (field.current?.value === "") {
        field.current.value = entry.text;
        setFailure(messageOf(cause));
        forget(entry);
      } else {
        setEntries((all) => [...without(entry, all), { ...entry, failure: messageOf(cause) }]);
      }
    }
  }

  function forget(entry: Entry) {
    setEntries((all) => without(entry, all));
  }

  const shown = showsSending ? entries : entries.filter((entry) => entry.failure !== undefined);
  return (
    <Form onSend={submit} className="grid grid-cols-1 gap-2">
      {shown.length > 0 && (
        <ul className="mb-2 grid grid-cols-1 gap-0.5">
          {shown.map((entry) =>
            entry.failure === undefined ? (
              <Sending key={entry.key} text={entry.text} />
            ) : (
              <li key={entry.key} className="flex min-w-0 flex-wrap items-center gap-2">
                <span dir="auto" className="min-w-0 wrap-anywhere">
                  {entry.text}
                </span>
                <Button variant="secondary" className="ml-auto" onClick={() => send(entry)}>
                  Try again
                </Button>
                <RemoveButton label={`Discard ${entry.text}`} onClick={() => forget(entry)} />
                <div className="w-full">
                  <Failure>{entry.failure}</Failure>
                </div>
              </li>
            ),
          )}
        </ul>
      )}
      <div className="flex gap-2">
        <input
          ref={field}
          name="text"
          dir="auto"
          aria-label={label}
          aria-describedby={failureId}
          aria-invalid={failure !== undefined}
          placeholder={label}
          autoComplete="off"
          className={fieldClass}
        />
        <Button type="submit" variant="secondary">
          {buttonLabel}
        </Button>
      </div>
      <Failure id={failureId}>{failure}</Failure>
    </Form>
  );
}

function Sending({ text }: { text: string }) {
  return (
    <li className="text-muted flex min-w-0 items-center gap-3 py-2">
      <Spinner label="Sending" />
      <span dir="auto" className="min-w-0 wrap-anywhere">
        {text}
      </span>
    </li>
  );
}

function without({ key }: Entry, entries: Entry[]): Entry[] {
  return entries.filter((entry) => entry.key !== key);
}
