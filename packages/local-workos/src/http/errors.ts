import type { Context } from "hono";
import type { ContentfulStatusCode } from "hono/utils/http-status";

/** An answer other than success, in one of the shapes that WorkOS uses. */
export class ApiError extends Error {
  readonly status: ContentfulStatusCode;
  readonly body: Record<string, unknown>;

  constructor(status: ContentfulStatusCode, body: Record<string, unknown>) {
    super(`HTTP ${status}`);
    this.status = status;
    this.body = body;
  }
}

/** An OAuth error (RFC 6749, 5.2); WorkOS answers all of them with 400. */
export function oauthError(error: string, description: string): ApiError {
  return new ApiError(400, { error, error_description: description });
}

export function notFound(kind: string, id: string): ApiError {
  return new ApiError(404, {
    message: `${kind} not found: '${id}'.`,
    code: "entity_not_found",
    entity_id: id,
  });
}

/** A parameter that is missing or of the wrong kind. */
export function invalidParameter(field: string, message: string): ApiError {
  return new ApiError(422, {
    code: "invalid_request_parameters",
    message: "Validation failed.",
    errors: [{ field, code: "invalid", message }],
  });
}

/** What an injected failure answers: readable both as an OAuth error and as an API error. */
export function injectedFailure(status: number): ApiError {
  const message = "This failure was asked for through the control API.";
  return new ApiError(status as ContentfulStatusCode, {
    error: "temporarily_unavailable",
    error_description: message,
    message,
  });
}

export function answerError(c: Context, error: ApiError): Response {
  return c.json(error.body, error.status);
}
