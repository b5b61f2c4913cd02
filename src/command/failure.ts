import { asPolarisError, type ErrorCode } from "../runtime/index.js";
import type { Failure, Request } from "./model.js";

/** Mistakes in the line itself: the terminal ends with 2. */
const MISTAKES_IN_THE_LINE: ReadonlySet<ErrorCode> = new Set([
  "command_unknown",
  "filter_unknown",
  "quote_unclosed",
  "argument_invalid",
  "argument_missing",
  "period_invalid",
  "line_too_long",
  "not_found",
  "job_unknown",
  "file_unknown",
]);
/** A message longer than this is cut: it goes into one section of a message. */
const LONGEST_TEXT = 1500;
const MOST_SUGGESTIONS = 4;

/** The one place where something thrown becomes words for a person. */
export function failureOf(thrown: unknown, request: Pick<Request, "id">): Failure {
  const error = asPolarisError(thrown);
  const text =
    error.code === "internal"
      ? "Something went wrong inside Polaris, and nothing was changed that is not in the audit log. Please try again; if it happens again, tell an administrator the id below."
      : error.message;
  return {
    code: error.code,
    text: text.length > LONGEST_TEXT ? `${text.slice(0, LONGEST_TEXT)}…` : text,
    suggestions: error.suggestions.slice(0, MOST_SUGGESTIONS),
    requestId: request.id,
    status: MISTAKES_IN_THE_LINE.has(error.code) ? 2 : 1,
  };
}
