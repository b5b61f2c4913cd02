/** An answer {ok: false, error}. `details` are further properties of the answer. */
export class SlackError extends Error {
  readonly code: string;
  readonly details: Readonly<Record<string, unknown>>;

  constructor(code: string, details: Readonly<Record<string, unknown>> = {}) {
    super(code);
    this.name = "SlackError";
    this.code = code;
    this.details = details;
  }

  get answer(): Readonly<Record<string, unknown>> {
    return { ok: false, error: this.code, ...this.details };
  }
}

/** The error with Slack's list of "[ERROR] …" lines. */
export function refused(code: string, messages: readonly string[]): SlackError {
  return new SlackError(code, { response_metadata: { messages } });
}
