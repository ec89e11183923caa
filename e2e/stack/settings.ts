/** Nobody signs up to the suite's deployment with an email address of this domain. */
export const BLOCKED_DOMAIN = "blocked.example";

/** The custom authentication domain of the suite's WorkOS, for those whose tokens name it. */
export const AUTHENTICATION_DOMAIN = "auth.example";

/** Carries the suite's API key from its setup to its workers. */
export const WORKOS_API_KEY = "E2E_WORKOS_API_KEY";
