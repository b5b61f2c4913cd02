import { z } from "zod";

/** Where a value of a lead comes from: the newest file that says so. */
export interface ValueOrigin {
  readonly source: string;
  readonly file_id: number;
}

/** The name under which the origin of every field stands that has none of its own. */
export const EVERY_OTHER = "*";

const provenanceSchema = z.record(z.string(), z.object({ source: z.string(), file_id: z.number() }));

/**
 * Reads `lead.provenance`: field → origin, where "*" stands for all fields without an entry of their own. Most leads have one row, and one entry.
 * @returns null for a field of which nothing is known
 */
export function provenanceOf(text: string): (field: string) => ValueOrigin | null {
  const origins = provenanceSchema.parse(JSON.parse(text));
  return (field) => origins[field] ?? origins[EVERY_OTHER] ?? null;
}

/** The text that is kept; fields in order, so that the same origins are the same text. */
export function writeProvenance(first: ValueOrigin, others: readonly (readonly [string, ValueOrigin])[]): string {
  const own = others.filter(([, { source, file_id }]) => source !== first.source || file_id !== first.file_id);
  const entry = ([field, { source, file_id }]: readonly [string, ValueOrigin]) => [field, { source, file_id }] as const;
  return JSON.stringify(Object.fromEntries([[EVERY_OTHER, first] as const, ...own].map(entry)));
}
