import { type ErrorCode, PolarisError } from "../../../runtime/index.js";
import { JobGone } from "../bulk.js";
import { SalesforceError } from "../errors.js";
import { SessionOver } from "../session.js";

/** An error in transit: its class would be lost between threads. */
export type Failure =
  | {
      readonly kind: "salesforce";
      readonly code: ErrorCode;
      readonly message: string;
      readonly about: {
        readonly salesforceCode: string;
        readonly isPassing: boolean;
        readonly waitFor: number | null;
      };
    }
  | { readonly kind: "polaris"; readonly code: ErrorCode; readonly message: string }
  | { readonly kind: "job_gone" }
  | { readonly kind: "session_over" }
  | { readonly kind: "other"; readonly error: unknown };

export function packed(error: unknown): Failure {
  if (error instanceof SalesforceError) {
    const { code, message, salesforceCode, isPassing, waitFor } = error;
    return { kind: "salesforce", code, message, about: { salesforceCode, isPassing, waitFor } };
  }
  if (error instanceof PolarisError) return { kind: "polaris", code: error.code, message: error.message };
  if (error instanceof JobGone) return { kind: "job_gone" };
  if (error instanceof SessionOver) return { kind: "session_over" };
  return { kind: "other", error };
}

export function unpacked(failure: Failure): unknown {
  switch (failure.kind) {
    case "salesforce":
      return new SalesforceError(failure.code, failure.message, failure.about);
    case "polaris":
      return new PolarisError(failure.code, failure.message);
    case "job_gone":
      return new JobGone();
    case "session_over":
      return new SessionOver();
    case "other":
      return failure.error;
  }
}
