import type { z } from "zod";
import { type ErrorCode, PolarisError, withoutSecrets } from "../../runtime/index.js";

/** A refusal or failure of Salesforce. `salesforceCode` is its own word for it, as in INVALID_FIELD. */
export class SalesforceError extends PolarisError {
  readonly salesforceCode: string;
  /** True when asking again may help. */
  readonly isPassing: boolean;
  /** Milliseconds that Salesforce asks to wait, when it says so. */
  readonly waitFor: number | null;

  constructor(
    code: ErrorCode,
    message: string,
    about: { salesforceCode?: string; isPassing?: boolean; waitFor?: number | null; cause?: unknown } = {},
  ) {
    super(code, message, about.cause === undefined ? {} : { cause: about.cause });
    this.salesforceCode = about.salesforceCode ?? "";
    this.isPassing = about.isPassing ?? false;
    this.waitFor = about.waitFor ?? null;
  }
}

export const unreachable = (why: string, about: { waitFor?: number | null; cause?: unknown } = {}): SalesforceError =>
  new SalesforceError(
    "salesforce_unreachable",
    `Salesforce cannot be reached (${why}). Nothing is lost: the next run goes on from where this one stood. Look at status.salesforce.com, or at SALESFORCE_LOGIN_URL and the network.`,
    { isPassing: true, ...about },
  );

export const brokenAnswer = (what: string, cause?: unknown): SalesforceError =>
  new SalesforceError(
    "salesforce_answer_broken",
    `Salesforce sent an answer that is not whole or not as documented (${what}). Nothing of it was stored; the next run asks again.`,
    { isPassing: true, cause },
  );

/** An answer as it is documented. @throws SalesforceError salesforce_answer_broken */
export function checkedAnswer<T>(answer: unknown, shape: z.ZodType<T>): T {
  const parsed = shape.safeParse(answer);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  throw brokenAnswer(
    typeof answer === "string"
      ? "no JSON"
      : `${issue?.path.join(".") || "answer"}: ${issue?.code ?? "not as documented"}`,
  );
}

export const limitReached = (used: string): SalesforceError =>
  new SalesforceError(
    "salesforce_limit_reached",
    `The daily number of Salesforce API calls is used up${used}. The sync stopped where it stood and goes on with the next run; the count falls again over 24 hours. An administrator can see who uses it under Setup → Company Information.`,
  );

const grouped = (count: number): string => count.toLocaleString("en-US");
const shareOf = (share: number): string => `${Number((share * 100).toPrecision(2))} %`;

/** The org, or this run, has used its share of the day's calls: what is left belongs to people and other programs. */
export const budgetSpent = (
  whose: "org" | "run",
  { used, limit, share }: { readonly used: number; readonly limit: number; readonly share: number },
): SalesforceError =>
  new SalesforceError(
    "api_budget_spent",
    `${whose === "org" ? "The Salesforce org" : "This sync"} has used ${grouped(used)} of the ${grouped(limit)} API calls of 24 hours; Polaris stops at ${shareOf(share)} (salesforce.apiBudget.${whose} in organization.yml). The sync paused where it stood and goes on with the next run${whose === "org" ? ", as soon as fewer have been used" : ""}.`,
  );

const LOGIN_HINTS: Readonly<Record<string, string>> = {
  invalid_client_id: "SALESFORCE_CLIENT_ID is not known to it",
  invalid_client: "SALESFORCE_CLIENT_ID and SALESFORCE_CLIENT_SECRET do not belong together",
  invalid_grant: "the user is not allowed, the key does not match the certificate, or the login address is another one",
  unsupported_grant_type: "the app does not allow this kind of login; switch on the client credentials or JWT flow",
  inactive_user: "the integration user is not active",
  inactive_org: "the org is locked or closed",
};

export const refusedLogin = (word: string): SalesforceError =>
  new SalesforceError(
    "salesforce_refused_login",
    `Salesforce refused the login (${word}): ${LOGIN_HINTS[word] ?? "look at the login history of the integration user"}. Look at SALESFORCE_LOGIN_URL (it must be the My Domain address for client credentials), SALESFORCE_CLIENT_ID and the secret or key. Nothing was changed.`,
    { salesforceCode: word },
  );

export const refusedSession = (): SalesforceError =>
  new SalesforceError(
    "salesforce_refused_login",
    'Salesforce gives a session and refuses it at once, again and again. The integration user may lack "API Enabled", or its IP range or session policy shuts Polaris out. Nothing was changed.',
  );

const NEEDS_PERMISSION = new Set([
  "INSUFFICIENT_ACCESS",
  "INSUFFICIENT_ACCESS_OR_READONLY",
  "API_DISABLED_FOR_ORG",
  "API_CURRENTLY_DISABLED",
  "INVALID_TYPE",
  "INVALID_TYPE_FOR_OPERATION",
  "NOT_FOUND",
  "FUNCTIONALITY_NOT_ENABLED",
  "FORBIDDEN",
]);

/** Limits that pass within minutes, in Bulk. */
const PASSING = new Set([
  "QUERY_TIMEOUT",
  "TXN_SECURITY_METERING_ERROR",
  "UNABLE_TO_LOCK_ROW",
  "SERVER_UNAVAILABLE",
  "UNKNOWN_EXCEPTION",
]);

/** What Salesforce's errorCode and message mean for a person. `subject` is the object or page asked for. */
export function refusal(errorCode: string, message: string, subject: string): SalesforceError {
  const about = { salesforceCode: errorCode, isPassing: PASSING.has(errorCode) };
  if (errorCode === "REQUEST_LIMIT_EXCEEDED" || errorCode === "LIMIT_EXCEEDED") return limitReached("");
  if (errorCode === "INVALID_SESSION_ID") return refusedSession();
  if (NEEDS_PERMISSION.has(errorCode))
    return new SalesforceError(
      "salesforce_permission_missing",
      `Salesforce does not show ${subject} to the integration user (${errorCode}). Give it "Read" and "View All" on ${subject} (Setup → Permission Sets → Object Settings). Nothing of ${subject} was changed.`,
      about,
    );
  return new SalesforceError(
    "salesforce_query_refused",
    `Salesforce refused a question about ${subject} (${errorCode || "no code"}: ${reason(message)}). Nothing of ${subject} was changed.`,
    about,
  );
}

/** The sentence of a message that quotes the whole query first. */
function reason(message: string): string {
  const lines = message.split("\n").filter((line) => line.trim() !== "");
  const after = lines.findIndex((line) => line.startsWith("ERROR at Row"));
  const said = (after === -1 ? lines[0] : lines[after + 1]) ?? "no reason given";
  return withoutSecrets(said.slice(0, 240).replace(/\.$/, ""));
}
