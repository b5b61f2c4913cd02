import type { Pool } from "../../pool/index.js";
import type { Organization } from "../../runtime/index.js";
import type { ImportBatch } from "../datasets/model.js";
import type { PageContext } from "../page-context.js";

/** The sources whose people and sessions are taken in here; also the `source` of their rows in the pool. */
export type VirtualSource = "pathful" | "virtual-log";

/** What taking rows in needs: an import has it, and so has an answer that lets waiting rows go on. */
export interface Work {
  readonly pool: Pool;
  readonly organization: Organization;
  readonly source: VirtualSource;
  /** ISO-8601 UTC. */
  readonly now: string;
  readonly signal: AbortSignal | undefined;
  batch(object: string, label: string): Promise<Pick<ImportBatch, "id" | "transaction">>;
  stage(stage: string, done: number, total: number): void;
}

/** What rows are counted under, what waiting ones are kept under, and what flags are about. */
export const OBJECTS = {
  session: { object: "event", label: "sessions" },
  person: { object: "contact", label: "people new from virtual sessions" },
  attendance: { object: "participation", label: "people in sessions" },
  user: { object: "pathful_user", label: "Pathful users" },
} as const;

/** A batch's context with the source that the rows bear, whatever the file is called. */
export const bearing = (context: PageContext, source: VirtualSource, object: string): PageContext => ({
  ...context,
  source,
  object,
});
