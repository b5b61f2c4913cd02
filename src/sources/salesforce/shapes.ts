import { z } from "zod";
import { canonicalCell } from "./cells.js";
import type { DescribedField, Description } from "./layout.js";
import type { SalesforceObject } from "./objects.js";

// What answers of Salesforce look like, as far as anything of them is used.

export const describeShape = z.object({
  fields: z
    .array(
      z.object({
        name: z.string(),
        type: z.string(),
        calculated: z.boolean().default(false),
        label: z.string().optional(),
        length: z.number().optional(),
        picklistValues: z.array(z.object({ value: z.string(), active: z.boolean().default(true) })).optional(),
      }),
    )
    .min(1),
  replicateable: z.boolean().default(true),
});

// Rows are checked as they are read, field by field: here it is enough that they are objects.
export const answerShape = z.object({
  totalSize: z.number().int(),
  done: z.boolean(),
  nextRecordsUrl: z.string().optional(),
  records: z.custom<readonly Record<string, unknown>[]>(
    (records) => Array.isArray(records) && records.every((record) => typeof record === "object" && record !== null),
  ),
});

export type Answer = z.infer<typeof answerShape>;

export const limitsShape = z.object({
  DailyApiRequests: z.object({ Max: z.number(), Remaining: z.number() }).optional(),
});

export const stampedDayShape = z.object({ stampDay: z.string(), stamped: z.number().int(), latest: z.string() });
export const firstStampShape = z.object({ stamped: z.number().int(), earliest: z.string().nullable() });

/** A group by what a field says, or by year and month; both parts are null where the field is blank. */
export const groupShape = z.object({
  counted: z.number().int(),
  said: z.string().nullish(),
  ofYear: z.number().int().nullish(),
  ofMonth: z.number().int().nullish(),
});

export const deletedShape = z.object({
  deletedRecords: z.array(z.object({ id: z.string(), deletedDate: z.string() })),
  earliestDateAvailable: z.string(),
});

export const instantText = (text: string): string => String(canonicalCell("instant", text));

/** What `describe` says, as it is kept. */
export function descriptionOf({ fields, replicateable }: z.infer<typeof describeShape>): Description {
  const described = fields.map(({ name, type, calculated, label, length, picklistValues }) => {
    const values = picklistValues?.filter(({ active }) => active).map(({ value }) => value);
    const field: DescribedField = {
      type,
      isFormula: calculated,
      ...(label === undefined ? {} : { label }),
      ...(length === undefined ? {} : { length }),
      ...(values === undefined || !type.endsWith("picklist") ? {} : { values }),
    };
    return [name, field] as const;
  });
  return { fields: Object.fromEntries(described), isReplicateable: replicateable };
}

/** Without what is ignored. */
export function withoutIgnored(description: Description, { ignored = [] }: SalesforceObject): Description {
  if (ignored.length === 0) return description;
  const fields = Object.entries(description.fields).filter(([name]) => !ignored.includes(name));
  return { ...description, fields: Object.fromEntries(fields) };
}

/** The fields under our names where the org calls them otherwise; a field of our own name goes before any other. */
export function underOurNames(description: Description, { otherNames = {} }: SalesforceObject): Description {
  const fields = { ...description.fields };
  for (const [ours, others] of Object.entries(otherNames)) {
    if (ours in fields) continue;
    const wanted = new Set([ours, ...others].map((name) => name.toLowerCase()));
    const offeredAs = Object.keys(fields).find((name) => wanted.has(name.toLowerCase()));
    const field = offeredAs === undefined ? undefined : fields[offeredAs];
    if (offeredAs === undefined || field === undefined) continue;
    delete fields[offeredAs];
    fields[ours] = { ...field, offeredAs };
  }
  return { ...description, fields };
}
