/** An answer in which Google says no: the status and the whole body, as its APIs word them. */
export class GoogleRefusal extends Error {
  override readonly name = "GoogleRefusal";
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
  readonly headers: Readonly<Record<string, string>>;

  constructor(status: number, body: Readonly<Record<string, unknown>>, headers: Readonly<Record<string, string>> = {}) {
    super(JSON.stringify(body));
    this.status = status;
    this.body = body;
    this.headers = headers;
  }
}

const errorInfo = (reason: string, metadata: Readonly<Record<string, string>> = {}) => ({
  "@type": "type.googleapis.com/google.rpc.ErrorInfo",
  reason,
  domain: "googleapis.com",
  metadata,
});

/** Errors of the Sheets and Analytics APIs: a code, a message and a status word. */
export function refusal(code: number, status: string, message: string, details?: readonly unknown[]): GoogleRefusal {
  return new GoogleRefusal(code, { error: { code, message, status, ...(details ? { details } : {}) } });
}

/** Errors of the Drive API: a list of reasons, and no status word. */
export function driveRefusal(
  code: number,
  message: string,
  reason: { readonly domain: string; readonly reason: string; readonly location?: string },
): GoogleRefusal {
  const located = reason.location === undefined ? {} : { location: reason.location, locationType: "parameter" };
  const { domain, reason: word } = reason;
  return new GoogleRefusal(code, {
    error: { code, message, errors: [{ message, domain, reason: word, ...located }] },
  });
}

export const tokenRefusal = (error: string, description: string, status = 400): GoogleRefusal =>
  new GoogleRefusal(status, { error, error_description: description });

export const invalidArgument = (message: string): GoogleRefusal => refusal(400, "INVALID_ARGUMENT", message);

export const notFound = (): GoogleRefusal => refusal(404, "NOT_FOUND", "Requested entity was not found.");

export const notPermitted = (): GoogleRefusal =>
  refusal(403, "PERMISSION_DENIED", "The caller does not have permission");

export const unauthenticated = (): GoogleRefusal =>
  refusal(
    401,
    "UNAUTHENTICATED",
    "Request had invalid authentication credentials. Expected OAuth 2 access token, login cookie or other valid authentication credential. See https://developers.google.com/identity/sign-in/web/devconsole-project.",
    [errorInfo("ACCESS_TOKEN_EXPIRED")],
  );

export const scopeInsufficient = (): GoogleRefusal =>
  refusal(403, "PERMISSION_DENIED", "Request had insufficient authentication scopes.", [
    errorInfo("ACCESS_TOKEN_SCOPE_INSUFFICIENT"),
  ]);

export const fileNotFound = (id: string): GoogleRefusal =>
  driveRefusal(404, `File not found: ${id}.`, { domain: "global", reason: "notFound", location: "fileId" });

/** A service account owns no storage: whatever it makes outside a Shared Drive is refused so. */
export const storageQuotaExceeded = (): GoogleRefusal =>
  driveRefusal(
    403,
    "Service Accounts do not have storage quota. Leverage shared drives (https://developers.google.com/workspace/drive/api/guides/about-shareddrives), or use OAuth delegation (http://support.google.com/a/answer/7281227) instead.",
    { domain: "usageLimits", reason: "storageQuotaExceeded" },
  );

export const rateLimitExceeded = (kind: "Read" | "Write", per: "project" | "user", limit: number): GoogleRefusal =>
  refusal(
    429,
    "RESOURCE_EXHAUSTED",
    `Quota exceeded for quota metric '${kind} requests' and limit '${kind} requests per minute${per === "user" ? " per user" : ""}' of service 'sheets.googleapis.com' for consumer 'project_number:402000000000'.`,
    [
      errorInfo("RATE_LIMIT_EXCEEDED", {
        service: "sheets.googleapis.com",
        quota_limit: `${kind}RequestsPerMinutePer${per === "user" ? "User" : "Project"}`,
        quota_limit_value: String(limit),
        quota_metric: `sheets.googleapis.com/${kind.toLowerCase()}_requests`,
      }),
    ],
  );
