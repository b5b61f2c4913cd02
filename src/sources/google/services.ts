import type { analyticsdata_v1beta } from "@googleapis/analyticsdata";
import type { drive_v3 } from "@googleapis/drive";
import type { sheets_v4 } from "@googleapis/sheets";
import type { GoogleAccess } from "../../runtime/index.js";

/** The APIs, signed in as the service account. */
export interface Services {
  readonly sheets: sheets_v4.Sheets;
  readonly drive: drive_v3.Drive;
  readonly analytics: analyticsdata_v1beta.Analyticsdata;
}

/**
 * Enough to read: nothing is ever written to a source. What a file of Drive holds needs a right of its own. Sheets are made with a token of their own, which needs the whole
 * of Drive, because the narrower `drive.file` does not see a folder that somebody else made.
 */
const SCOPES = {
  read: ["spreadsheets.readonly", "drive.metadata.readonly", "analytics.readonly"],
  files: ["drive.readonly"],
  write: ["drive"],
} as const;
export type ScopesOf = keyof typeof SCOPES;

/**
 * Google's own clients. They bring their own repeats and know no deadline: both are replaced here, for the token request too.
 * Loaded on first use, because they are large and most threads never ask Google.
 */
export async function openServices(
  access: GoogleAccess,
  purpose: ScopesOf,
  limit: () => AbortSignal,
): Promise<Services> {
  const [{ auth, sheets }, { drive }, { analyticsdata }] = await Promise.all([
    import("@googleapis/sheets"),
    import("@googleapis/drive"),
    import("@googleapis/analyticsdata"),
  ]);
  const scopes = SCOPES[purpose].map((name) => `https://www.googleapis.com/auth/${name}`);
  const account = new auth.JWT({ email: access.clientEmail, key: access.privateKey, scopes });
  account.transporter.interceptors.request.add({
    resolved: async (request) => {
      request.url = addressOf(request.url, access.rootUrl);
      request.retryConfig = { retry: 0 };
      request.signal = limit();
      return request;
    },
  });
  return {
    sheets: sheets({ version: "v4", auth: account }),
    drive: drive({ version: "v3", auth: account }),
    analytics: analyticsdata({ version: "v1beta", auth: account }),
  };
}

/** The same path under the configured root. The clients offer no way to move the token's address. */
function addressOf(url: URL, rootUrl: string | null): URL {
  if (rootUrl === null || !/(^|\.)googleapis\.com$/.test(url.hostname)) return url;
  return new URL(`${url.pathname.slice(1)}${url.search}`, rootUrl);
}
