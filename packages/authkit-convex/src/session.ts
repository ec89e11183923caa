/** What the bridge needs to know of AuthKit's session, whichever AuthKit SDK holds it. */
export type AuthKitSession = {
  /** `true` until AuthKit knows whether anybody is signed in. */
  isLoading: boolean;
  /** The WorkOS id of the signed-in user. */
  userId: string | undefined;
  /** The organization that the session is for, if it is for one. */
  organizationId: string | undefined;
  /**
   * The access token. Resolves to `undefined` when the person has to sign in again, which is final;
   * rejects when that could not be found out, for want of a network say, which is not.
   */
  getAccessToken: (options: { forceRefresh: boolean }) => Promise<string | undefined>;
};
