import type { ReactNode } from "react";
import { MessagePage } from "./message-page.tsx";

type Props = {
  /** The way on: links or buttons of the app's own. */
  actions: ReactNode;
};

/** After a sign-in whose session is larger than a cookie may be. */
export function SessionTooLarge({ actions }: Props) {
  return (
    <MessagePage title="This browser cannot keep your sign-in" actions={actions}>
      Your account carries more permissions than fit into a cookie. Ask an administrator of this app
      to give you fewer, then sign in again.
    </MessagePage>
  );
}

/** After a sign-in whose access token had expired as it came. */
export function ClocksDisagree({ actions }: Props) {
  return (
    <MessagePage title="The clocks do not agree" actions={actions}>
      The sign-in was over as soon as it began: the clock of this app’s server, or of the sign-in
      service, is minutes off. Whoever runs this app has to set it.
    </MessagePage>
  );
}
