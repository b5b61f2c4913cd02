import type { Reader } from "../../pool/index.js";
import type { Organization } from "../../runtime/index.js";
import type { Problem } from "../model.js";

/** Looks for problems of one sort. */
export interface Check {
  /** What its problems bear as `check`. */
  readonly name: string;
  find(reader: Reader, organization: Organization, now: string): Promise<Problem[]>;
}
