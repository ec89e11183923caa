import type { ReactNode } from "react";
import { MessagePage } from "./message-page.tsx";

function message(title: string, text: string) {
  return function Message({ actions }: { actions: ReactNode }) {
    return (
      <MessagePage title={title} actions={actions}>
        {text}
      </MessagePage>
    );
  };
}

/** On /callback, after a code, state or code verifier that does not fit. */
export const SignInFailed = message(
  "Sign-in did not finish",
  "The sign-in link was used before or opened in a different browser, or this browser blocks cookies. Sign in again to continue.",
);

/** On a protected page, when WorkOS could not be asked whether the session is still good. */
export const SignInUnreachable = message(
  "The sign-in service is not responding",
  "This page retries by itself and continues as soon as the service responds. Your data is safe.",
);

/** On a protected page, when the session was ended elsewhere while the page was open. */
export const SessionEnded = message(
  "You have been signed out",
  "Your session has ended. Sign in to continue where you left off.",
);

/** After a sign-in whose session is larger than a cookie may be. */
export const SessionTooLarge = message(
  "Your session does not fit into a cookie",
  "Your account has more permissions than a session cookie can hold. Ask an administrator of this app to give you fewer, then sign in again.",
);

/** After a sign-in whose access token had expired as it came. */
export const ClocksDisagree = message(
  "A server clock is wrong",
  "Your session had expired by the time it arrived: the clock of this app’s server, or of the sign-in service, is off by minutes. Ask the people who run this app to set it.",
);

/** In place of an app that can keep no session, because the browser lets it store nothing. */
export const StorageRefused = message(
  "Your browser blocks storage for this site",
  "Signing in needs cookies and site data. Allow them in your browser’s settings, or free some disk space, and try again.",
);

export const PageFailed = message(
  "This page did not load",
  "Something went wrong. Trying again usually helps.",
);

export const PageNotFound = message(
  "Page not found",
  "Check the address, or go back to the home page.",
);
