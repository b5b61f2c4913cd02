import { z } from "zod";

/** What a part of a score is worth at most. */
const weight = z.number().min(0).max(100);

/** How `match` ranks volunteers for an event: what each part is worth at most. */
export const matchingSchema = z
  .strictObject({
    weights: z
      .strictObject({
        skills: weight.default(35),
        past: weight.default(20),
        recency: weight.default(10),
        local: weight.default(15),
        virtual: weight.default(20),
        partner: weight.default(10),
        rest: weight.default(10),
      })
      .prefault({}),
    /** Days after which an earlier event weighs half as much. */
    halfLifeDays: z.number().int().positive().default(365),
    /** Days within which somebody who was asked or came is let rest. */
    restDays: z.number().int().nonnegative().default(28),
  })
  .prefault({});

/** Who is probably one person: bits of evidence above which a pair is certain, or is shown for review. */
export const identitySchema = z
  .strictObject({
    certainBits: z.number().default(10),
    reviewBits: z.number().default(0),
    /** Records that share a blocking key; a larger block is left out, and said so. */
    largestBlock: z.number().int().positive().default(200),
    /** Days after which a pair put off comes back. */
    laterDays: z.number().int().positive().default(30),
  })
  .prefault({});
