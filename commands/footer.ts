import type { CommandContext } from "../src/command/index.js";
import type { Period } from "../src/domain/index.js";
import { provenanceOf } from "../src/metrics/index.js";
import type { Provenance } from "../src/reply/index.js";

interface Selection {
  readonly period?: Pick<Period, "start" | "end" | "label"> | null;
  readonly filters?: Readonly<Record<string, string>>;
  readonly counts?: Readonly<Record<string, number>>;
}

/** The footer of a reply that a command makes itself: how fresh the data is, and what was selected (ruling F1). */
export function footerOf(
  context: CommandContext,
  { period = null, filters = {}, counts = {} }: Selection = {},
): Promise<Provenance> {
  const { pool, organization, request, sample } = context;
  return provenanceOf(pool, organization, { period, filters, counts, now: request.now, sample });
}
