import { ConvexError } from "convex/values";
import { useId, useState, type SubmitEvent } from "react";
import { Button } from "./button.tsx";

/** One line to type and send. What was typed stays until it has been accepted. */
export function TextForm({
  label,
  buttonLabel,
  onSubmit,
}: {
  label: string;
  buttonLabel: string;
  onSubmit: (text: string) => Promise<unknown>;
}) {
  const errorId = useId();
  const [text, setText] = useState("");
  const [error, setError] = useState<string>();
  const [isSending, setIsSending] = useState(false);

  async function send(event: SubmitEvent) {
    event.preventDefault();
    setIsSending(true);
    try {
      await onSubmit(text);
      setText("");
      setError(undefined);
    } catch (cause) {
      setError(messageOf(cause));
    } finally {
      setIsSending(false);
    }
  }

  return (
    <form onSubmit={send} className="grid gap-2">
      <div className="flex gap-2">
        <input
          aria-label={label}
          aria-describedby={errorId}
          aria-invalid={error !== undefined}
          placeholder={label}
          value={text}
          onChange={(event) => setText(event.target.value)}
          autoComplete="off"
          className="border-line bg-canvas placeholder:text-muted aria-invalid:border-bad min-w-0 grow rounded-lg border px-3 py-2 text-base sm:text-sm"
        />
        <Button type="submit" variant="secondary" disabled={isSending}>
          {buttonLabel}
        </Button>
      </div>
      <p id={errorId} role="alert" className="text-bad text-sm empty:hidden">
        {error}
      </p>
    </form>
  );
}

/** The backend's refusals are written for people; anything else is not. */
export function messageOf(error: unknown): string {
  return error instanceof ConvexError && typeof error.data === "string"
    ? error.data
    : "That did not work. Try again.";
}
