import { z } from "zod";

const itemSchema = z.strictObject({
  /** What was said of an item is kept under it, so its name may change. */
  key: z.string().regex(/^[a-z][a-z0-9_-]{0,29}$/, "a short word in small letters, as in link"),
  task: z.string().min(1).max(60),
  /** Events that have it; without these every event does. */
  format: z.enum(["in_person", "virtual"]).optional(),
  types: z.array(z.string().min(1)).default([]),
  /** What the event has once it is settled, so that nobody needs to tick it. */
  settledBy: z.enum(["owner", "presenter", "teacher", "school", "district"]).optional(),
  /** Due so many days before the event, where nobody set another day. */
  daysBefore: z.number().int().nonnegative().optional(),
});

/** What is to be done for an event: its items, in the order in which they are done. */
export const checklistSchema = z
  .array(itemSchema)
  .default([])
  .refine((items) => new Set(items.map(({ key }) => key)).size === items.length, "a key of its own for every item");

export type ChecklistItem = z.infer<typeof itemSchema>;
