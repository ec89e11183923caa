/** Nobody signs up to the suite's deployment with an email address of this domain. */
export const BLOCKED_DOMAIN = "blocked.example";

/** Carries the suite's API key from its setup to its workers. */
export const WORKOS_API_KEY = "E2E_WORKOS_API_KEY";
