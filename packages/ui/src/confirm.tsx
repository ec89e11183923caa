import { useRef, useState, type ReactNode } from "react";
import { Button } from "./button.tsx";

type Question = { title: string; text: string; action: string };

/**
 * Asks before something that cannot be undone: `ask` says whether the person wants it, and `dialog`
 * has to be on the page. The browser keeps the focus in the dialog, and gives it back.
 */
export function useConfirm() {
  const element = useRef<HTMLDialogElement>(null);
  const answer = useRef<(isWanted: boolean) => void>(null);
  const [question, setQuestion] = useState<Question>();

  function ask(asked: Question): Promise<boolean> {
    setQuestion(asked);
    element.current!.returnValue = "";
    element.current!.showModal();
    return new Promise((resolve) => {
      answer.current = resolve;
    });
  }

  const dialog: ReactNode = (
    <dialog
      ref={element}
      role="alertdialog"
      aria-label={question?.title}
      onClose={({ currentTarget }) => answer.current?.(currentTarget.returnValue === "yes")}
      className="border-line bg-surface text-ink m-auto w-md max-w-[calc(100vw-2rem)] rounded-2xl border p-6 shadow-xl backdrop:bg-black/40"
    >
      <h2 dir="auto" className="text-lg font-semibold tracking-tight wrap-anywhere">
        {question?.title}
      </h2>
      <p className="text-muted mt-2 text-pretty">{question?.text}</p>
      <form method="dialog" className="mt-6 flex justify-end gap-2">
        <Button type="submit" variant="secondary">
          Cancel
        </Button>
        <Button type="submit" value="yes" variant="danger">
          {question?.action}
        </Button>
      </form>
    </dialog>
  );
  return { ask, dialog };
}
