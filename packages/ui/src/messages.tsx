import type { ReactNode } from "react";
import { MessagePage } from "./message-page.tsx";

type Props = {
  /** The way on: links or buttons of the app's own. */
  actions: ReactNode;
};

/** On /callback, after a code, state or code verifier that does not fit. */
export function SignInFailed({ actions }: Props) {
  return (
    <MessagePage title="Sign-in did not finish" actions={actions}>
      The sign-in link was used before, or was opened in a different browser. Sign in again to
      continue.
    </MessagePage>
  );
}

/** On a protected page, when WorkOS could not be asked whether the session is still good. */
export function SignInUnreachable({ actions }: Props) {
  return (
    <MessagePage title="The sign-in service is not responding" actions={actions}>
      This page retries by itself and continues as soon as the service responds. Your data is safe.
    </MessagePage>
  );
}

/** On a protected page, when the session was ended elsewhere while the page was open. */
export function SessionEnded({ actions }: Props) {
  return (
    <MessagePage title="You have been signed out" actions={actions}>
      Your session has ended. Sign in to continue where you left off.
    </MessagePage>
  );
}

/** In place of an app that can keep no session, because the browser lets it store nothing. */
export function StorageRefused({ actions }: Props) {
  return (
    <MessagePage title="Your browser blocks storage for this site" actions={actions}>
      Signing in needs cookies and site data. Allow them in your browser’s settings, or free some
      disk space, and try again.
    </MessagePage>
  );
}

export function PageFailed({ actions }: Props) {
  return (
    <MessagePage title="This page did not load" actions={actions}>
      Something went wrong. Trying again usually helps.
    </MessagePage>
  );
}

export function PageNotFound({ actions }: Props) {
  return (
    <MessagePage title="Page not found" actions={actions}>
      Check the address, or go back to the home page.
    </MessagePage>
  );
}

/** On the admin page, for everyone else. */
export function AdminsOnly({ actions }: Props) {
  return (
    <MessagePage title="This page is for admins" actions={actions}>
      Admins have the role “admin” in this app’s admin organization, and are signed in to that
      organization.
    </MessagePage>
  );
}
