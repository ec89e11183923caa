import type { ComponentProps } from "react";

/** The look of a text field. */
export const fieldClass =
  "border-line bg-canvas placeholder:text-muted aria-invalid:border-bad min-w-0 grow rounded-lg border px-3 py-2 text-base sm:text-sm";

/** A form whose data is sent by code, also when a server-rendered page is not live yet. */
export function Form({
  onSend,
  ...props
}: Omit<ComponentProps<"form">, "action" | "onSubmit"> & { onSend: (data: FormData) => void }) {
  return (
    <form
      // React keeps for it what is sent before the page is live. It would empty the form each time
      // a moment later, when somebody may be typing again.
      action={onSend}
      onSubmit={(event) => {
        event.preventDefault();
        onSend(new FormData(event.currentTarget));
      }}
      {...props}
    />
  );
}
