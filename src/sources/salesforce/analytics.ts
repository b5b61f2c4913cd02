import { to18 } from "../../domain/index.js";
import { type Clock, PolarisError, type SalesforceAccess } from "../../runtime/index.js";
import { type ReportAnswer, reportShape, type SavedReport, savedReport } from "./analytics-report.js";
import { type Patience, SalesforceConnection } from "./connection.js";
import { SalesforceError } from "./errors.js";

/** An id of a saved report, wherever it stands in a link; 00O is the key of reports. */
const REPORT_ID = /(?<![0-9A-Za-z])00O[0-9A-Za-z]{12}(?:[0-9A-Za-z]{3})?(?![0-9A-Za-z])/;
const DASHBOARD_ID = /(?<![0-9A-Za-z])01Z[0-9A-Za-z]{12}(?:[0-9A-Za-z]{3})?(?![0-9A-Za-z])/;
const EXPECTED =
  "Expected the address of a saved report, as in https://…lightning.force.com/lightning/r/Report/00O…/view, or its id.";

/**
 * The 18-character id of the report that a link or an id names: Lightning, Classic and community addresses, also those whose page is packed into the part
 * after the #.
 * @throws PolarisError argument_invalid
 */
export function reportIdIn(text: string): string {
  const texts = [text, decoded(text), unpacked(text)];
  const found = texts.map((each) => REPORT_ID.exec(each)?.[0]).find((id) => id !== undefined);
  if (found === undefined) {
    const isDashboard = texts.some((each) => DASHBOARD_ID.test(each));
    throw new PolarisError(
      "argument_invalid",
      isDashboard
        ? `This is a dashboard. Open the report behind one of its parts (“View Report”) and take its address. ${EXPECTED}`
        : `“${text.slice(0, 80)}” names no report. ${EXPECTED}`,
    );
  }
  const whole = to18(found.slice(0, 15));
  if (found.length === 18 && whole.toLowerCase() !== found.toLowerCase())
    throw new PolarisError(
      "argument_invalid",
      `${found} is not a well-formed Salesforce id: a letter of it is wrong. ${EXPECTED}`,
    );
  return whole;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return "";
  }
}

/** "one.app#eyJ…" holds the page as base64 of JSON. */
const unpacked = (text: string): string => Buffer.from(text.split("#")[1] ?? "", "base64").toString("utf8");

export interface SalesforceReportsOptions {
  readonly access: SalesforceAccess;
  readonly clock: Clock;
  readonly patience?: Patience;
  readonly stop?: AbortSignal;
}

/** Saved reports of Salesforce, run as they were saved. Reads only: filters are never changed there, and nothing is written. */
export class SalesforceReports {
  readonly #connection: SalesforceConnection;

  constructor({ access, clock, patience, stop }: SalesforceReportsOptions) {
    this.#connection = new SalesforceConnection({
      access,
      clock,
      ...(patience === undefined ? {} : { patience }),
      ...(stop === undefined ? {} : { stop }),
    });
  }

  /** @throws PolarisError not_found, salesforce_permission_missing, argument_invalid (joined reports), and what keeps from asking */
  async run(id: string): Promise<SavedReport> {
    await this.#connection.login();
    const path = `/analytics/reports/${encodeURIComponent(id)}?includeDetails=true`;
    let answer: ReportAnswer;
    try {
      answer = await this.#connection.get(path, reportShape, "the report");
    } catch (error) {
      throw explained(error, id);
    }
    return savedReport(answer);
  }
}

const REFUSED = new Set(["FORBIDDEN", "INSUFFICIENT_ACCESS", "INSUFFICIENT_ACCESS_OR_READONLY"]);
const JOINED = new Set(["NOT_IMPLEMENTED", "UNSUPPORTED_FORMAT"]);

function explained(error: unknown, id: string): unknown {
  if (!(error instanceof SalesforceError)) return error;
  const { salesforceCode } = error;
  if (salesforceCode === "NOT_FOUND")
    return new PolarisError(
      "not_found",
      `Salesforce has no report ${id}, or it lies in a private folder or the bin. Expected a saved report in a folder that the integration user may see.`,
      { cause: error },
    );
  if (REFUSED.has(salesforceCode))
    return new PolarisError(
      "salesforce_permission_missing",
      `Salesforce does not let the integration user run report ${id} (${salesforceCode}). Share its folder with that user (Reports → the folder → Share, “View”), and give it the permissions “Run Reports” and “API Enabled”.`,
      { cause: error },
    );
  if (JOINED.has(salesforceCode))
    return new PolarisError(
      "argument_invalid",
      `Report ${id} is a joined report, which Salesforce does not hand out whole. Save each of its blocks as a report of its own and ask for that.`,
      { cause: error },
    );
  return error;
}
