import { getWorkOS } from "@workos-inc/authkit-nextjs";

/** Milliseconds: as long as a browser may send a cookie that another page has replaced meanwhile. */
const SHARED_FOR = 5_000;

let isSet = false;

/**
 * Pages that load at once, as when a browser starts, have one refresh token, which is good once: all
 * but the first would be signed out. So they share its answer:
 * https://github.com/workos/authkit-nextjs/issues/28.
 */
export function shareRefreshes() {
  if (isSet) return;
  isSet = true;
  const { userManagement } = getWorkOS();
  const refresh = userManagement.authenticateWithRefreshToken.bind(userManagement);
  const answers = new Map<string, ReturnType<typeof refresh>>();
  userManagement.authenticateWithRefreshToken = (options) => {
    const key = `${options.refreshToken} ${options.organizationId}`;
    const shared = answers.get(key);
    if (shared) return shared;
    const answer = refresh(options);
    answers.set(key, answer);
    const forget = () => void answers.delete(key);
    answer.then(() => setTimeout(forget, SHARED_FOR), forget);
    return answer;
  };
}
