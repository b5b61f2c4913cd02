import type { CommandContext } from "../src/command/index.js";
import type { Period } from "../src/domain/index.js";
import { NOT_IN_BIBLE, provenanceOf } from "../src/metrics/index.js";
import type { Provenance } from "../src/reply/index.js";

/** Of whose definitions the figures of a reply are; none where it only lists what there is. */
const DEFINED = { own: { bible: NOT_IN_BIBLE }, none: { bible: null }, bible: {} } as const;

interface Selection {
  readonly figures?: keyof typeof DEFINED;
  readonly period?: Pick<Period, "start" | "end" | "label"> | null;
  readonly filters?: Readonly<Record<string, string>>;
  readonly counts?: Readonly<Record<string, number>>;
}

/** The footer of a reply that a command makes itself: how fresh the data is, and what was selected (ruling F1). */
export async function footerOf(
  context: CommandContext,
  { figures = "bible", period = null, filters = {}, counts = {} }: Selection = {},
): Promise<Provenance> {
  const { pool, organization, request, sample } = context;
  const provenance = await provenanceOf(pool, organization, { period, filters, counts, now: request.now, sample });
  return { ...provenance, ...DEFINED[figures] };
}
