import type { api } from "@repo/convex-backend/api";
import type { FunctionReturnType } from "convex/server";

type Current = NonNullable<FunctionReturnType<typeof api.account.current>>;

/** Somebody who is signed in, and whom nothing is held against. */
export const ada = {
  authUser: { id: "user_ada", email: "ada@example.com", name: "Ada Lovelace" },
  user: {
    _id: "row_ada" as NonNullable<Current["user"]>["_id"],
    _creationTime: 0,
    workosId: "user_ada",
    email: "ada@example.com",
    name: "Ada Lovelace",
    updatedAt: 0,
  },
  refusal: null,
  reason: null,
  isAdmin: false,
  impersonatedBy: null,
} satisfies Current;

/** What Convex says of Ada while her row is missing. */
export const adaBeingSetUp = {
  ...ada,
  user: null,
  refusal: "Your account is still being set up.",
  reason: "beingSetUp",
} satisfies Current;

/** What Convex says of Ada while she is blocked. */
export const adaBlocked = {
  ...ada,
  user: null,
  refusal: "Your account is blocked.",
  reason: "blocked",
} satisfies Current;

/** What Ada's access token says. */
export const claims = { iss: "https://workos.example", sub: "user_ada", sid: "session_ada" };
