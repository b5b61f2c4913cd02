import { capital } from "./capital.js";

/** The closed set of things that can go wrong in a way a person is told about. */
export const ERROR_CODES = [
  "configuration_invalid",
  "pool_of_another_source",
  "pool_unavailable",
  "command_unknown",
  "filter_unknown",
  "quote_unclosed",
  "argument_invalid",
  "argument_missing",
  "period_invalid",
  "line_too_long",
  "not_found",
  "not_allowed",
  "rate_limited",
  "already_running",
  "salesforce_unreachable",
  "salesforce_refused_login",
  "salesforce_permission_missing",
  "salesforce_query_refused",
  "salesforce_limit_reached",
  "salesforce_answer_broken",
  "api_budget_spent",
  "run_too_long",
  "run_stopped",
  "backup_failed",
  "move_failed",
  "file_unreadable",
  "file_too_large",
  "file_unknown",
  "columns_changed",
  "expectation_failed",
  "google_unreachable",
  "google_refused",
  "google_limit_reached",
  "sign_ups_unavailable",
  "mail_refused",
  "slack_unreachable",
  "slack_refused",
  "form_expired",
  "render_failed",
  "job_unknown",
  "job_failed",
  "internal",
] as const;
export type ErrorCode = (typeof ERROR_CODES)[number];

/** A sentence a person can act on: what was expected, what came, what to do. Never holds a secret or a person's data. */
export class PolarisError extends Error {
  readonly code: ErrorCode;
  /** Corrected command lines to offer, most likely first. */
  readonly suggestions: readonly { readonly label: string; readonly line: string }[];

  constructor(
    code: ErrorCode,
    message: string,
    options: { cause?: unknown; suggestions?: readonly { label: string; line: string }[] } = {},
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = "PolarisError";
    this.code = code;
    this.suggestions = options.suggestions ?? [];
  }
}

/** Somebody said something before, and it stands. The dispatch says who it was, as the place allows; by itself it names nobody. */
export class SaidBeforeError extends PolarisError {
  readonly by: string | null;
  readonly #sentence: (who: string) => string;

  constructor(
    code: ErrorCode,
    by: string | null,
    sentence: (who: string) => string,
    options: { suggestions?: readonly { label: string; line: string }[] } = {},
  ) {
    super(code, capital(sentence(by === null ? "somebody" : "a colleague")), options);
    this.by = by;
    this.#sentence = sentence;
  }

  says(who: string): string {
    return capital(this.#sentence(who));
  }
}

/** Anything thrown, as a PolarisError; the unexpected keeps its cause and becomes `internal`. */
export function asPolarisError(thrown: unknown): PolarisError {
  if (thrown instanceof PolarisError) return thrown;
  return new PolarisError("internal", "Something went wrong inside Polaris.", { cause: thrown });
}
