import type { ReactNode } from "react";
import { MessagePage } from "./message-page.tsx";

type Props = {
  /** The way on: links or buttons of the app's own. */
  actions: ReactNode;
};

/** After a sign-in whose session is larger than a cookie may be. */
export function SessionTooLarge({ actions }: Props) {
  return (
    <MessagePage title="Your session does not fit into a cookie" actions={actions}>
      Your account has more permissions than a session cookie can hold. Ask an administrator of this
      app to give you fewer, then sign in again.
    </MessagePage>
  );
}

/** After a sign-in whose access token had expired as it came. */
export function ClocksDisagree({ actions }: Props) {
  return (
    <MessagePage title="A server clock is wrong" actions={actions}>
      Your session had expired by the time it arrived: the clock of this app’s server, or of the
      sign-in service, is off by minutes. Ask the people who run this app to set it.
    </MessagePage>
  );
}
