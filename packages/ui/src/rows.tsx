import type { ReactNode } from "react";
import { Avatar } from "./avatar.tsx";

/** A card of {@link Row}s. */
export function Rows({ children }: { children: ReactNode }) {
  return (
    <ul className="border-line bg-surface divide-line mt-4 divide-y overflow-hidden rounded-2xl border empty:hidden">
      {children}
    </ul>
  );
}

type RowProps = {
  /** The name that a person's picture is made of. */
  avatar?: string;
  title: string;
  /** Beside the title. */
  note?: string | false;
  detail: ReactNode;
  children: ReactNode;
};

/** Somebody or something, and the buttons for it. */
export function Row({ avatar, title, note, detail, children }: RowProps) {
  return (
    <li className="flex min-h-16 flex-wrap items-center gap-x-4 gap-y-2 px-5 py-3">
      <div className="flex min-w-0 flex-[1_1_14rem] items-center gap-3">
        {avatar && <Avatar name={avatar} />}
        <div className="min-w-0">
          <p dir="auto" className="font-medium wrap-anywhere">
            {title}
            {note && <span className="text-muted font-normal"> ({note})</span>}
          </p>
          <p className="text-muted text-sm wrap-anywhere">{detail}</p>
        </div>
      </div>
      {children}
    </li>
  );
}
