import { capital, type ErrorCode, PolarisError } from "../../runtime/index.js";

/** A refusal or failure of Google. `reason` is its own word for it, as in PERMISSION_DENIED or storageQuotaExceeded. */
export class GoogleError extends PolarisError {
  readonly reason: string;
  /** HTTP status; null when no answer came. */
  readonly status: number | null;
  /** True when asking again may help. */
  readonly isPassing: boolean;
  /** Milliseconds that Google asks to wait, when it says so. */
  readonly waitFor: number | null;
  /** True when the next sheet would fare no better: Google does not answer, or turns the account away. */
  readonly isOfAll: boolean;

  constructor(
    code: ErrorCode,
    message: string,
    about: {
      reason?: string;
      status?: number | null;
      isPassing?: boolean;
      waitFor?: number | null;
      isOfAll?: boolean;
      cause?: unknown;
    } = {},
  ) {
    super(code, message, about.cause === undefined ? {} : { cause: about.cause });
    this.reason = about.reason ?? "";
    this.status = about.status ?? null;
    this.isPassing = about.isPassing ?? false;
    this.waitFor = about.waitFor ?? null;
    this.isOfAll = about.isOfAll ?? false;
  }
}

/** What is asked for, and who asks: the words of an error. */
export interface Subject {
  readonly kind: "sheet" | "property" | "folder" | "drive";
  /** What people call the sheet, or the number of the property, or the id of the folder that is written to or read. */
  readonly name: string;
  /** The service account's address. */
  readonly account: string;
}

const CALLED: Readonly<Record<Subject["kind"], (name: string) => string>> = {
  sheet: (name) => `the sheet “${name}”`,
  property: (name) => `the Google Analytics property ${name}`,
  folder: (name) => `the folder ${name} of a Shared Drive (GOOGLE_EXPORT_FOLDER_ID)`,
  drive: (name) => `the folder ${name} of Google Drive (leads.driveFolder)`,
};
const called = ({ kind, name }: Subject): string => CALLED[kind](name);

/** What a failure leaves behind, and what happens next. */
const afterwards = ({ kind }: Pick<Subject, "kind">): string =>
  kind === "folder" ? "Run the command again in a few minutes." : "Nothing is lost: the next run reads again.";

export const unreachable = (
  why: string,
  subject: Pick<Subject, "kind">,
  about: { isOfAll?: boolean; cause?: unknown } = {},
) =>
  new GoogleError(
    "google_unreachable",
    `Google cannot be reached (${why}). ${afterwards(subject)} Look at google.com/appsstatus and the network.`,
    { isPassing: true, ...about },
  );

export const brokenAnswer = (subject: Subject, what: string): GoogleError =>
  new GoogleError(
    "google_unreachable",
    `Google sent an answer about ${called(subject)} that is not as documented (${what}). ${afterwards(subject)}`,
    { isPassing: true },
  );

const NOT_SHARED: Readonly<Record<Subject["kind"], (subject: Subject) => string>> = {
  sheet: (subject) =>
    `Polaris may not read ${called(subject)}, or there is none at that address. Share it with ${subject.account} (Viewer is enough), or correct its address.`,
  property: (subject) =>
    `Polaris may not read ${called(subject)}, or there is none of that number. Add ${subject.account} as a Viewer under Admin → Property access management, or correct analytics.property in organization.yml.`,
  drive: (subject) =>
    `Polaris may not read ${called(subject)}, or there is none of that id. Share it with ${subject.account} (Viewer is enough), or correct the id: it stands at the end of the folder's address.`,
  folder: (subject) =>
    `Polaris may not put a sheet into ${called(subject)}, or there is none of that id. Add ${subject.account} to it as a Contributor or Content manager, or correct the id: it stands at the end of the folder's address.`,
};

export const notShared = (subject: Subject, reason: string): GoogleError =>
  new GoogleError("google_refused", NOT_SHARED[subject.kind](subject), { reason });

/** More than a Google Sheet takes, or a Shared Drive; asking again does not help. */
export const tooLarge = (reason: string, status: number): GoogleError =>
  new GoogleError(
    "file_too_large",
    "Google does not take this much as a sheet. Ask for fewer rows with a filter or a shorter period, or take it as a workbook.",
    { reason, status },
  );

export const noSpreadsheet = (subject: Subject, why: string): GoogleError =>
  new GoogleError("google_refused", `${capital(called(subject))} cannot be read: ${why}`, { reason: "mimeType" });

export const keepsMoving = (subject: Subject, times: number): GoogleError =>
  new GoogleError(
    "google_unreachable",
    `${capital(called(subject))} was being edited each of the ${times} times it was read. Nothing of it was stored; the next run reads it again.`,
    { reason: "moved" },
  );

/** The token endpoint's own words → what they mean. */
const LOGIN_HINTS: Readonly<Record<string, string>> = {
  invalid_grant:
    "the account or its key was deleted or disabled, or this machine's clock is more than five minutes off",
  invalid_scope: "the account may not be used for these APIs",
  invalid_client: "the account is not known to it",
  unauthorized_client: "the account is not allowed to be used so",
};

export const refusedAccount = (word: string, { account }: Subject): GoogleError =>
  new GoogleError(
    "google_refused",
    `Google refused the service account ${account} (${word}): ${LOGIN_HINTS[word] ?? "look at it in the Google Cloud console"}. Expected the JSON key of a living account in GOOGLE_SERVICE_ACCOUNT_FILE. Nothing was changed.`,
    { reason: word, isOfAll: true },
  );

export const unusableKey = (cause: unknown): GoogleError =>
  new GoogleError(
    "google_refused",
    "The private key in GOOGLE_SERVICE_ACCOUNT_FILE cannot be used. Expected the JSON key file as Google handed it out.",
    { reason: "private_key", isOfAll: true, cause },
  );

export const refusedToken = ({ account }: Subject): GoogleError =>
  new GoogleError(
    "google_refused",
    `Google gives the service account ${account} a token and refuses it at once. Look at the account in the Google Cloud console; nothing was changed.`,
    { reason: "UNAUTHENTICATED", status: 401, isOfAll: true },
  );

export const apiSwitchedOff = (subject: Subject): GoogleError =>
  new GoogleError(
    "google_refused",
    `Google does not let this project ask for ${called(subject)}: the API is not switched on, or the account lacks its scope. Switch on the Google Sheets, Google Drive and Google Analytics Data APIs of the service account's project.`,
    { reason: "SERVICE_DISABLED", status: 403 },
  );

export const noStorage = (reason: string): GoogleError =>
  new GoogleError(
    "google_refused",
    "A service account owns no storage, so Google makes no file for it. Expected GOOGLE_EXPORT_FOLDER_ID to name a folder of a Shared Drive in which the account may write.",
    { reason, status: 403 },
  );

export const limitReached = (
  subject: Subject,
  about: { reason: string; status: number; isPassing: boolean; waitFor: number | null },
): GoogleError =>
  new GoogleError(
    "google_limit_reached",
    about.isPassing
      ? `Google's limit of requests a minute was reached at ${called(subject)}, and did not pass in time. ${afterwards(subject)}`
      : `Google's quota for ${called(subject)} is used up for now. ${afterwards(subject)}`,
    { ...about, isOfAll: about.isPassing },
  );

export const refused = (subject: Subject, reason: string, status: number): GoogleError =>
  new GoogleError(
    "google_refused",
    `Google refused to ${subject.kind === "folder" ? "make a sheet in" : "read"} ${called(subject)} (${reason || `HTTP ${status}`}).`,
    { reason, status },
  );
