import type { ContentfulStatusCode } from "hono/utils/http-status";

/** An answer other than success, in one of the shapes that WorkOS uses. */
export class ApiError extends Error {
  readonly status: ContentfulStatusCode;
  readonly body: Record<string, unknown>;

  constructor(status: number, body: Record<string, unknown>) {
    super(`HTTP ${status}: ${JSON.stringify(body)}`);
    this.status = status as ContentfulStatusCode;
    this.body = body;
  }
}

/** An API error with one of WorkOS's codes. */
export function refuse(
  status: number,
  code: string,
  message: string,
  errors?: { code: string; message: string; field?: string }[],
): ApiError {
  return new ApiError(status, { code, message, ...(errors && { errors }) });
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

/** Parameters that are missing or of the wrong kind. */
export function invalidParameters(issues: { field: string; message: string }[]): ApiError {
  const errors = issues.map(({ field, message }) => ({ field, code: "invalid", message }));
  return refuse(422, "invalid_request_parameters", "Validation failed.", errors);
}

/** What WorkOS would never say: readable both as an API error and as an OAuth error. */
export function localRefusal(status: number, message: string): ApiError {
  return new ApiError(status, {
    code: "refused_by_local_workos",
    message,
    error: "temporarily_unavailable",
    error_description: message,
  });
}
