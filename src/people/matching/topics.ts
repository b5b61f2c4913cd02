import { z } from "zod";
import { EVENT_TYPES } from "../../domain/index.js";
import { readYaml } from "../../runtime/index.js";

const word = z.string().min(1);
const terms = z.array(z.string().min(2)).min(1);

const topicsSchema = z.strictObject({
  ignored: z.array(word).default([]),
  types: z
    .record(
      z.string().refine((type) => Object.hasOwn(EVENT_TYPES, type), "expected an event type, as in data_viz"),
      terms,
    )
    .default({}),
  kin: z.array(terms.min(2)).default([]),
  covers: z.record(word, terms).default({}),
  fields: z.record(word, terms.min(2)).default({}),
});

/** What asks mean in the words of titles and skills (config/matching.yml). */
export type Topics = z.infer<typeof topicsSchema>;

/** Reads config/matching.yml. @throws PolarisError configuration_invalid, with the place of the mistake. */
export const readTopics = (file: string): Topics => readYaml(file, topicsSchema);
