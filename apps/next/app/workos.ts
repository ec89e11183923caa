import { getWorkOS } from "@workos-inc/authkit-nextjs";
import type { User } from "@workos-inc/node";

/** Bytes. The cookie's 4,096 have to hold this and two tokens, and sealing adds half. */
const MOST_OF_A_USER = 1_000;
/** Characters. */
const MOST_OF_A_NAME = 50;
/** Milliseconds: as long as a browser may send a cookie that another page has replaced meanwhile. */
const SHARED_FOR = 5_000;

let isPrepared = false;

/** Has AuthKit's client of WorkOS answer so that sessions stay small, and are refreshed once. */
export function prepareWorkOS() {
  if (isPrepared) return;
  isPrepared = true;
  const { userManagement } = getWorkOS();
  const authenticateWithCode = userManagement.authenticateWithCode.bind(userManagement);
  userManagement.authenticateWithCode = async (options) =>
    withSmallUser(await authenticateWithCode(options));
  const refresh = userManagement.authenticateWithRefreshToken.bind(userManagement);
  userManagement.authenticateWithRefreshToken = shared(async (options) =>
    withSmallUser(await refresh(options)),
  );
}

/**
 * AuthKit seals the user with the tokens into the session cookie, as WorkOS sends them, and browsers
 * drop a cookie of more than 4,096 bytes: https://github.com/workos/authkit-nextjs/issues/404. So of
 * a user who is too large, AuthKit gets a smaller one. Convex has the whole one, from WorkOS's events.
 */
function withSmallUser<Answer extends { user: User }>(answer: Answer): Answer {
  const { user } = answer;
  if (Buffer.byteLength(JSON.stringify(user)) <= MOST_OF_A_USER) return answer;
  const picture = user.profilePictureUrl;
  return {
    ...answer,
    user: {
      ...user,
      name: cut(user.name),
      firstName: cut(user.firstName),
      lastName: cut(user.lastName),
      profilePictureUrl: picture && picture.length > 200 ? null : picture,
      metadata: {},
    },
  };
}

function cut(name: string | null): string | null {
  return name && [...name].slice(0, MOST_OF_A_NAME).join("");
}

type Refresh = ReturnType<typeof getWorkOS>["userManagement"]["authenticateWithRefreshToken"];

/**
 * Pages that load at once, as when a browser starts, have one refresh token, which is good once: all
 * but the first would be signed out. So they share its answer:
 * https://github.com/workos/authkit-nextjs/issues/28.
 */
function shared(refresh: Refresh): Refresh {
  const answers = new Map<string, ReturnType<Refresh>>();
  return (options) => {
    const key = `${options.refreshToken} ${options.organizationId}`;
    const earlier = answers.get(key);
    if (earlier) return earlier;
    const answer = refresh(options);
    answers.set(key, answer);
    const forget = () => void answers.delete(key);
    answer.then(() => setTimeout(forget, SHARED_FOR), forget);
    return answer;
  };
}
