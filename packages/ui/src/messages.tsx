import type { ReactNode } from "react";
import { MessagePage } from "./message-page.tsx";

type Props = {
  /** The way on: links or buttons of the app's own. */
  actions: ReactNode;
};

/** On /callback, after a code, state or code verifier that does not fit. */
export function SignInFailed({ actions }: Props) {
  return (
    <MessagePage title="That sign-in did not finish" actions={actions}>
      The link may have been used already, or was opened in another browser than it was made in.
      Nothing is lost.
    </MessagePage>
  );
}

/** On a protected page, when WorkOS could not be asked whether the session is still good. */
export function SignInUnreachable({ actions }: Props) {
  return (
    <MessagePage title="The sign-in service does not answer" actions={actions}>
      It is asked again by itself, and this page goes on as soon as it answers. Nothing is lost.
    </MessagePage>
  );
}

/** On a protected page, when the session was ended elsewhere while the page was open. */
export function SessionEnded({ actions }: Props) {
  return (
    <MessagePage title="You have been signed out" actions={actions}>
      Your session has ended. Sign in to go on where you were.
    </MessagePage>
  );
}

/** In place of an app that can keep no session, because the browser lets it store nothing. */
export function StorageRefused({ actions }: Props) {
  return (
    <MessagePage title="Your browser keeps nothing for this site" actions={actions}>
      Signing in needs cookies and storage. Allow them for this site in your browser’s settings, or
      free some space, and try again.
    </MessagePage>
  );
}

export function PageFailed({ actions }: Props) {
  return (
    <MessagePage title="This page did not load" actions={actions}>
      Something went wrong on the way. Trying again usually helps.
    </MessagePage>
  );
}

export function PageNotFound({ actions }: Props) {
  return (
    <MessagePage title="There is no such page" actions={actions}>
      The address may be mistyped, or the page may have moved.
    </MessagePage>
  );
}

/** On the admin page, for everybody else. */
export function AdminsOnly({ actions }: Props) {
  return (
    <MessagePage title="This page is for admins" actions={actions}>
      An admin has the role admin in the organization that this deployment names, and is signed in
      to it.
    </MessagePage>
  );
}
