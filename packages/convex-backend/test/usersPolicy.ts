import { api } from "../convex/_generated/api";
import { adminsOnly, callers, everyUser, returns, type Row, type World } from "./policy";

/** The policy for the functions that are about the users table alone. */
export const usersPolicy: Record<string, Row> = {
  "people:list": {
    args: () => ({ paginationOpts: { numItems: 1, cursor: null } }),
    expected: adminsOnly({ page: [{ workosUserId: "user_blocked", isBlocked: true }] }),
  },
  "people:block": { args: userIdOfOwner, expected: adminsOnly(null) },
  "people:unblock": { args: userIdOfOwner, expected: adminsOnly(null) },
  "users:ensureUser": {
    args: () => ({}),
    expected: { ...everyUser(null), "somebody without a row": returns(null) },
  },
};

async function userIdOfOwner({ backend }: World) {
  const userId = (await backend.withIdentity(callers.owner).query(api.account.current))!.user!._id;
  return { userId };
}
