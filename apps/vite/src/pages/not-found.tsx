import { buttonClass } from "@repo/ui/button";
import { MessagePage } from "@repo/ui/message-page";
import { Link } from "wouter";

export function NotFound() {
  return (
    <MessagePage
      title="There is no such page"
      actions={
        <Link href="/" className={buttonClass("primary")}>
          Home
        </Link>
      }
    >
      The address may be mistyped, or the page may have moved.
    </MessagePage>
  );
}
