import sql from "sql-template-tag";
import { z } from "zod";
import type { Reader, Transaction } from "../pool/index.js";

const restCursor = z.object({ way: z.literal("rest"), after: z.object({ stamp: z.string(), id: z.string() }) });
const bulkCursor = z.object({
  way: z.literal("bulk"),
  place: z.object({ job: z.string(), locator: z.string().nullable(), rows: z.number().int() }),
});

/** A window under way. */
const windowShape = z.object({
  /** Lower bound; null is from the beginning. */
  from: z.string().nullable(),
  /** All ids are compared when the rows have been read. */
  compares: z.boolean(),
  /** Where reading goes on; null: nothing is stored yet; "end": all rows are, and deletions are still to be looked up. */
  at: z.union([restCursor, bulkCursor, z.literal("end")]).nullable(),
});

const fieldShape = z.object({
  type: z.string(),
  isFormula: z.boolean(),
  label: z.string().optional(),
  length: z.number().optional(),
  values: z.array(z.string()).readonly().optional(),
  offeredAs: z.string().optional(),
});

const schemaShape = z.object({
  describedAt: z.string(),
  isReplicateable: z.boolean(),
  fields: z.record(z.string(), fieldShape),
  /** Missing ones that had been offered before, as they were then. */
  lost: z.record(z.string(), fieldShape).optional(),
  /** Wanted and not offered, when it was described. */
  missing: z.array(z.string()),
  /** Wanted, and left out by the organisation. */
  ignored: z.array(z.string()).optional(),
  /** Names of the fields that are offered and not wanted. */
  others: z.array(z.string()).optional(),
});

export type OpenWindow = z.infer<typeof windowShape> & { readonly until: string };
export type KeptSchema = Readonly<z.infer<typeof schemaShape>>;

export interface Checkpoint {
  /** Upper bound of the last finished window. */
  readonly highWater: string | null;
  readonly open: OpenWindow | null;
  readonly schema: KeptSchema | null;
}

interface Row {
  readonly high_water: string | null;
  readonly window_end: string | null;
  readonly cursor: string | null;
  readonly schema_json: string | null;
}

export async function readCheckpoint(reader: Reader, source: string, object: string): Promise<Checkpoint> {
  const [row] = await reader.query<Row>(sql`
    SELECT high_water, window_end, cursor, schema_json FROM sync_checkpoint WHERE source = ${source} AND object = ${object}`);
  if (row === undefined) return { highWater: null, open: null, schema: null };
  const open = windowShape.safeParse(jsonOf(row.cursor));
  const schema = schemaShape.safeParse(jsonOf(row.schema_json));
  return {
    highWater: row.high_water,
    open: open.success && row.window_end !== null ? { ...open.data, until: row.window_end } : null,
    schema: schema.success ? schema.data : null,
  };
}

/** Writes it within the transaction that stored what it speaks of. */
export async function writeCheckpoint(
  tx: Transaction,
  source: string,
  object: string,
  { highWater, open, schema }: Checkpoint,
  now: string,
): Promise<void> {
  const cursor = open === null ? null : JSON.stringify({ from: open.from, compares: open.compares, at: open.at });
  await tx.run(sql`
    INSERT INTO sync_checkpoint (source, object, high_water, window_end, cursor, schema_json, updated_at)
    VALUES (${source}, ${object}, ${highWater}, ${open?.until ?? null}, ${cursor}, ${schema === null ? null : textOf(schema)}, ${now})
    ON CONFLICT (source, object) DO UPDATE SET high_water = excluded.high_water, window_end = excluded.window_end,
      cursor = excluded.cursor, schema_json = excluded.schema_json, updated_at = excluded.updated_at`);
}

const texts = new WeakMap<KeptSchema, string>();

/** A description is long and written with every page: its text is made once. */
function textOf(schema: KeptSchema): string {
  const text = texts.get(schema) ?? JSON.stringify(schema);
  texts.set(schema, text);
  return text;
}

function jsonOf(text: string | null): unknown {
  try {
    return text === null ? null : JSON.parse(text);
  } catch {
    return null;
  }
}
