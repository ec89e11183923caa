import { useState, type ComponentProps, type ComponentType } from "react";
import type { AccountMenuContent } from "./account-menu-content.tsx";
import { Avatar } from "./avatar.tsx";

/** An app's own link. */
export type MenuLink = ComponentType<
  Pick<ComponentProps<"a">, "className" | "children" | "aria-current"> & { href: string }
>;

export type AccountMenuProps = {
  name: string;
  email: string;
  isAdmin: boolean;
  /** The organization that the session is for. */
  organizationId: string | undefined;
  Link: MenuLink;
  /** Switches the session to another organization, and shows its lists. */
  switchTo: (organizationId: string) => Promise<void>;
  onSignOut: () => void;
};

const loadContent = () => import("./account-menu-content.tsx");

/** Who is signed in, and what they can do about it. The menu itself is loaded on first use. */
export function AccountMenu(props: AccountMenuProps) {
  const [Content, setContent] = useState<typeof AccountMenuContent>();
  const [isLoading, setIsLoading] = useState(false);

  if (Content) return <Content {...props} />;

  /** At a hover or a focus: it is there when it is asked for. */
  function prepare() {
    loadContent().catch(() => undefined);
  }

  function open() {
    setIsLoading(true);
    loadContent().then(
      (module) => setContent(() => module.AccountMenuContent),
      // What is missing may be code of an earlier deploy.
      () => location.reload(),
    );
  }

  return (
    <button
      type="button"
      aria-haspopup="menu"
      aria-expanded={false}
      aria-busy={isLoading}
      onPointerEnter={prepare}
      onFocus={prepare}
      onClick={open}
      className={menuButtonClass}
    >
      <AccountMenuLabel name={props.name} email={props.email} />
    </button>
  );
}

export const menuButtonClass =
  "hover:bg-raised grid size-10 place-items-center rounded-full aria-busy:animate-pulse";

export function AccountMenuLabel({ name, email }: { name: string; email: string }) {
  return (
    <>
      <span className="sr-only">Account menu of {email}</span>
      <Avatar name={name || email} />
    </>
  );
}
