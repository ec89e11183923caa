import { ConvexError } from "convex/values";
import { useState } from "react";

/** Says why something that the person did has failed. */
export function Failure({ id, children }: { id?: string; children: string | undefined }) {
  return (
    <p id={id} role="alert" className="text-bad w-full text-sm wrap-anywhere empty:hidden">
      {children}
    </p>
  );
}

/** For what a person does with a click: `attempt` it, and show `failure` in a {@link Failure}. */
export function useAttempt() {
  const [failure, setFailure] = useState<string>();
  async function attempt(change: Promise<unknown>, onFailure?: () => void) {
    setFailure(undefined);
    try {
      await change;
    } catch (cause) {
      setFailure(messageOf(cause));
      onFailure?.();
    }
  }
  return { failure, attempt };
}

/** The backend's refusals are written for people; anything else is not. */
export function messageOf(error: unknown): string {
  const { message } = error instanceof ConvexError ? (error.data as { message?: unknown }) : {};
  return typeof message === "string" ? message : "That did not work. Try again.";
}
