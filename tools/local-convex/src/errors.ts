type Status = 400 | 401 | 403 | 404 | 413;

/** A request that cannot be served: an HTTP status, a code for machines and a sentence for people. */
export class RequestError extends Error {
  readonly status: Status;
  readonly code: string;

  constructor(status: Status, code: string, message: string) {
    super(message);
    this.status = status;
    this.code = code;
  }
}

/** A token or key that was not accepted. */
export class AuthenticationError extends RequestError {
  constructor(code: string, message: string) {
    super(401, code, message);
  }
}

/** A push that is refused; the deployment stays as it was. */
export class PushError extends RequestError {
  constructor(code: string, message: string) {
    super(400, code, `Hit an error while pushing:\n${message}`);
  }
}

/** Does a step of a push: what goes wrong in it refuses the push, with `sentence` before it. */
export async function pushStep<Result>(
  code: string,
  sentence: string,
  work: () => Result | Promise<Result>,
  explain: (error: unknown) => string = messageOf,
): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    throw error instanceof PushError ? error : new PushError(code, sentence + explain(error));
  }
}

/** A mistake in how the deployment was started or in what it found on disk: one sentence, no stack. */
export class StartupError extends Error {}

/** The message of anything that was thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
