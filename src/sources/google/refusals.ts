import { z } from "zod";
import {
  apiSwitchedOff,
  GoogleError,
  limitReached,
  noStorage,
  notShared,
  refused,
  refusedAccount,
  refusedToken,
  type Subject,
  tooLarge,
  unreachable,
  unusableKey,
} from "./errors.js";

const answerShape = z.object({ status: z.number(), data: z.unknown(), headers: z.unknown() });
/** Headers, of whichever fetch the client brings. */
const headersShape = z.custom<{ get(name: string): unknown }>(
  (value) => typeof value === "object" && value !== null && "get" in value && typeof value.get === "function",
);
const tokenBody = z.object({ error: z.string() });
const apiBody = z.object({
  error: z.object({
    message: z.string().default(""),
    status: z.string().default(""),
    errors: z.array(z.object({ reason: z.string().default("") })).default([]),
    details: z.array(z.object({ reason: z.string().default("") })).default([]),
  }),
});

/** A wait longer than this is left to the next run. */
const LONGEST_WAIT = 120_000;
const RATE = new Set(["rateLimitExceeded", "userRateLimitExceeded", "RATE_LIMIT_EXCEEDED"]);
const TOO_LARGE = new Set(["uploadTooLarge", "teamDriveFileLimitExceeded"]);
const SWITCHED_OFF = new Set(["SERVICE_DISABLED", "accessNotConfigured", "ACCESS_TOKEN_SCOPE_INSUFFICIENT"]);

/** What a failure of Google's client means for a person. `now` tells how far off a date in Retry-After is. */
export function explained(thrown: unknown, subject: Subject, now: number): unknown {
  if (thrown instanceof GoogleError || !(thrown instanceof Error)) return thrown;
  const answer = answerShape.safeParse("response" in thrown ? thrown.response : undefined);
  if (!answer.success) return withoutAnswer(thrown, subject);
  const { status, data, headers } = answer.data;
  const token = tokenBody.safeParse(data);
  if (token.success && status < 500) return refusedAccount(token.data.error, subject);
  const parsed = apiBody.safeParse(data);
  const error = parsed.success ? parsed.data.error : { message: "", status: "", errors: [], details: [] };
  const reasons = [...error.errors, ...error.details].map(({ reason }) => reason).filter((reason) => reason !== "");
  const reason = reasons[0] ?? error.status;
  const waitFor = retryAfter(headers, now);
  const isSoon = waitFor === null || waitFor <= LONGEST_WAIT;
  if (reasons.includes("storageQuotaExceeded")) return noStorage("storageQuotaExceeded");
  if (status === 413 || reasons.some((each) => TOO_LARGE.has(each))) return tooLarge(reason, status);
  if (status === 429 || reasons.some((each) => RATE.has(each))) {
    // Quotas counted by the hour or the day do not come back while anybody waits.
    const isOfMinute = !/per (?:hour|day|project per hour)|daily/i.test(error.message);
    return limitReached(subject, { reason, status, isPassing: isOfMinute && isSoon, waitFor });
  }
  if (status >= 500 || status === 408)
    return new GoogleError("google_unreachable", unreachable(`it answered ${status}`, subject).message, {
      reason,
      status,
      isPassing: isSoon,
      waitFor,
    });
  if (status === 401) return refusedToken(subject);
  if (reasons.some((each) => SWITCHED_OFF.has(each))) return apiSwitchedOff(subject);
  if (status === 403 || status === 404) return notShared(subject, reason);
  return refused(subject, error.message === "" ? reason : error.message, status);
}

function withoutAnswer(thrown: Error, subject: Subject): GoogleError {
  const code = "code" in thrown && typeof thrown.code === "string" ? thrown.code : "";
  if (code.startsWith("ERR_OSSL") || code.startsWith("ERR_CRYPTO")) return unusableKey(thrown);
  return unreachable(WORDS[code] ?? (code === "" ? "no connection" : code), subject, { isOfAll: true, cause: thrown });
}

const WORDS: Readonly<Record<string, string>> = {
  TimeoutError: "it did not answer in time",
  AbortError: "it did not answer in time",
  ERR_STREAM_PREMATURE_CLOSE: "the answer broke off",
};

/** Seconds or a date, in milliseconds from now. */
function retryAfter(headers: unknown, now: number): number | null {
  const bearing = headersShape.safeParse(headers);
  const text = bearing.success ? bearing.data.get("retry-after") : null;
  if (typeof text !== "string") return null;
  const milliseconds = /^\d+$/.test(text) ? Number(text) * 1000 : Date.parse(text) - now;
  return Number.isFinite(milliseconds) && milliseconds >= 0 ? milliseconds : null;
}
