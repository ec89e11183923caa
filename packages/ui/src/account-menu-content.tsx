import * as Menu from "@radix-ui/react-dropdown-menu";
import { api } from "@repo/convex-backend/api";
import { useQuery } from "convex/react";
import { useState } from "react";
import { AccountMenuLabel, menuButtonClass, type AccountMenuProps } from "./account-menu.tsx";
import { Avatar } from "./avatar.tsx";
import { Failure, useAttempt } from "./failure.tsx";
import { currentTheme, setTheme, themeFrom } from "./theme.tsx";

const itemClass =
  "flex w-full cursor-pointer items-center gap-2 rounded-lg px-3 py-2 text-sm outline-none select-none data-highlighted:bg-raised";
const themes = { system: "System", light: "Light", dark: "Dark" };

/** The button with the menu, which is open at first: somebody has just asked for it. */
export function AccountMenuContent(props: AccountMenuProps) {
  const { name, email, isAdmin, organizationId, Link, switchTo, onSignOut } = props;
  // Asked only here: a header needs none.
  const organizations = useQuery(api.organizations.mine);
  const [theme, setShownTheme] = useState(currentTheme);
  const [isOpen, setIsOpen] = useState(true);
  const { failure, attempt } = useAttempt();

  function choose(value: string) {
    setTheme(themeFrom(value));
    setShownTheme(themeFrom(value));
  }

  const page = (href: string, label: string) => (
    <Menu.Item asChild>
      <Link href={href} className={itemClass}>
        {label}
      </Link>
    </Menu.Item>
  );

  return (
    // Not modal: that would lock scrolling with a style element, which a strict policy forbids.
    <Menu.Root open={isOpen} onOpenChange={setIsOpen} modal={false}>
      <Menu.Trigger className={menuButtonClass}>
        <AccountMenuLabel name={name} email={email} />
      </Menu.Trigger>
      <Menu.Portal>
        <Menu.Content
          align="end"
          sideOffset={6}
          collisionPadding={8}
          aria-label="Account"
          className="border-line bg-surface text-ink z-20 max-h-(--radix-dropdown-menu-content-available-height) w-72 max-w-[calc(100vw-1rem)] overflow-y-auto rounded-2xl border p-1.5 shadow-xl shadow-black/10"
        >
          <Menu.Label className="flex items-center gap-3 px-3 py-2.5">
            <Avatar name={name || email} />
            <span className="min-w-0">
              {name && (
                <span dir="auto" className="block truncate text-sm font-medium">
                  {name}
                </span>
              )}
              <span className="text-muted block truncate text-xs">{email}</span>
            </span>
          </Menu.Label>
          <Divider />
          <Menu.Label className="text-muted px-3 pt-1.5 pb-1 text-xs">Lists</Menu.Label>
          <Menu.Group aria-label="Lists">
            {page("/lists", "Personal")}
            {organizations?.map((organization) =>
              organization.organizationId === organizationId ? (
                <Menu.Item key={organization.organizationId} asChild>
                  <Link href="/organization" className={itemClass}>
                    <OrganizationName>{organization.name}</OrganizationName>
                    <span className="text-accent ml-auto">
                      <span className="sr-only">, current organization</span>
                      <Check />
                    </span>
                  </Link>
                </Menu.Item>
              ) : (
                <Menu.Item
                  key={organization.organizationId}
                  className={itemClass}
                  onSelect={(event) => {
                    // The menu stays until it is known whether that works.
                    event.preventDefault();
                    void attempt(
                      switchTo(organization.organizationId).then(() => setIsOpen(false)),
                    );
                  }}
                >
                  <OrganizationName>{organization.name}</OrganizationName>
                </Menu.Item>
              ),
            )}
            <div className="px-3">
              <Failure>{failure}</Failure>
            </div>
            {page("/organization/new", "Create organization")}
          </Menu.Group>
          <Divider />
          {page("/account", "Account")}
          {isAdmin && page("/admin", "Admin")}
          <Divider />
          <Menu.Label className="text-muted px-3 pt-1.5 pb-1 text-xs">Theme</Menu.Label>
          <Menu.RadioGroup aria-label="Theme" value={theme} onValueChange={choose}>
            {Object.entries(themes).map(([value, label]) => (
              <Menu.RadioItem
                key={value}
                value={value}
                // The menu stays: the colours are there to be compared.
                onSelect={(event) => event.preventDefault()}
                className={itemClass}
              >
                {label}
                <Menu.ItemIndicator className="text-accent ml-auto">
                  <Check />
                </Menu.ItemIndicator>
              </Menu.RadioItem>
            ))}
          </Menu.RadioGroup>
          <Divider />
          <Menu.Item className={itemClass} onSelect={onSignOut}>
            Sign out
          </Menu.Item>
        </Menu.Content>
      </Menu.Portal>
    </Menu.Root>
  );
}

function OrganizationName({ children }: { children: string }) {
  return (
    <span dir="auto" className="min-w-0 truncate">
      {children}
    </span>
  );
}

function Divider() {
  return <Menu.Separator className="bg-line mx-3 my-1.5 h-px" />;
}

function Check() {
  return (
    <svg
      aria-hidden="true"
      viewBox="0 0 16 16"
      className="size-4 fill-none stroke-current stroke-2"
    >
      <path d="M3 8.5l3.5 3.5L13 4.5" />
    </svg>
  );
}
