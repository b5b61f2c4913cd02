import sql from "sql-template-tag";
import { z } from "zod";
import type { Detector } from "./detector.js";

/** Fields of addresses and numbers; which of them is preferred is none. */
const FIELD = /^(?!.*preferred).*(?:e-?mail|phone)/i;
const record = z.record(z.string(), z.unknown());

export const literalNone: Detector = {
  kind: "literal_none",
  entity: "contact",
  severity: "notice",
  words:
    "An e-mail address or telephone number is the word None. It is taken for blank here; clear the field in Salesforce, where mail may go out to it.",
  async find(reader) {
    // Such words are dropped when a row is read, so they stand only in its raw copy.
    const copies = await reader.query<{ source: string; source_id: string; payload: string }>(sql`
      SELECT r.source, r.source_id, r.payload FROM raw_record r JOIN contact c ON c.source = r.source AND c.source_id = r.source_id
      WHERE r.object = 'Contact' AND LOWER(r.payload) LIKE '%"none"%' AND c.deleted_at IS NULL
        AND r.id = (SELECT MAX(l.id) FROM raw_record l WHERE l.source = r.source AND l.object = r.object AND l.source_id = r.source_id)`);
    return copies.flatMap(({ source, source_id, payload }) => {
      const fields = fieldsWithNone(payload);
      return fields.length === 0
        ? []
        : [{ source, source_id, detail: `The word None stands in ${fields.join(", ")}.` }];
    });
  },
};

function fieldsWithNone(payload: string): string[] {
  const read = record.safeParse(JSON.parse(payload));
  if (!read.success) return [];
  return Object.entries(read.data)
    .filter(([field, value]) => FIELD.test(field) && typeof value === "string" && value.trim().toLowerCase() === "none")
    .map(([field]) => field)
    .sort();
}
