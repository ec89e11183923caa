import { useRef } from "react";
import { ConfirmButton, type Question } from "./confirm.tsx";

type RemoveButtonProps = { label: string; question?: Question; onClick: () => void };

/** A small cross, in the list item that it removes. */
export function RemoveButton({ label, question, onClick }: RemoveButtonProps) {
  const button = useRef<HTMLButtonElement>(null);
  return (
    <ConfirmButton
      ref={button}
      variant="icon"
      className="ml-auto"
      aria-label={label}
      title={label}
      question={question}
      onClick={() => {
        focusAfter(button.current!.closest("li"));
        onClick();
      }}
      // The next item has the focus then: a key that is held down would remove that, too.
      onKeyDown={(event) => event.repeat && event.preventDefault()}
    >
      <svg aria-hidden="true" viewBox="0 0 16 16" className="size-3.5 stroke-current stroke-[1.5]">
        <path d="M3 3l10 10M13 3L3 13" fill="none" />
      </svg>
    </ConfirmButton>
  );
}

/** Moves the focus from an item that goes to the one after or before it, or to the field of the list. */
function focusAfter(item: HTMLElement | null) {
  const neighbour = item?.nextElementSibling ?? item?.previousElementSibling;
  const around = item?.parentElement?.closest("section, main") ?? document;
  const next = neighbour?.querySelector("button") ?? around.querySelector("form input");
  (next as HTMLElement | null)?.focus();
}
