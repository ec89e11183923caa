import { useState, type ComponentProps } from "react";
import { Button } from "./button.tsx";

export type Question = { title: string; text: string; action: string };

type ConfirmButtonProps = Omit<ComponentProps<typeof Button>, "onClick"> & {
  question: Question | undefined;
  onClick: () => void;
};

/**
 * A button that asks first, if there is something to ask: before what cannot be undone. The browser
 * keeps the focus in the dialog, and gives it back.
 */
export function ConfirmButton({ question, onClick, ...props }: ConfirmButtonProps) {
  const [asked, setAsked] = useState<Question & { onYes: () => void }>();
  return (
    <>
      <Button
        variant="secondary"
        onClick={() => (question ? setAsked({ ...question, onYes: onClick }) : onClick())}
        {...props}
      />
      {asked && (
        <dialog
          ref={show}
          role="alertdialog"
          aria-label={asked.title}
          onClose={({ currentTarget }) => {
            setAsked(undefined);
            if (currentTarget.returnValue === "yes") asked.onYes();
          }}
          className="border-line bg-surface text-ink m-auto w-md max-w-[calc(100vw-2rem)] rounded-2xl border p-6 shadow-xl backdrop:bg-black/40"
        >
          <h2 dir="auto" className="text-lg font-semibold tracking-tight wrap-anywhere">
            {asked.title}
          </h2>
          <p className="text-muted mt-2 text-pretty">{asked.text}</p>
          <form method="dialog" className="mt-6 flex justify-end gap-2">
            <Button type="submit" variant="secondary">
              Cancel
            </Button>
            <Button type="submit" value="yes" variant="danger">
              {asked.action}
            </Button>
          </form>
        </dialog>
      )}
    </>
  );
}

function show(dialog: HTMLDialogElement | null) {
  dialog?.showModal();
}
