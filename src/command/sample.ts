import type { Ask, Reply } from "../reply/index.js";
import type { CommandContext } from "./model.js";

/** An answer without a footer of its own, as most changes have, says SAMPLE DATA in the sandbox too. */
export function markedAsSample(
  answer: Reply | Ask,
  { sample, request }: Pick<CommandContext, "sample" | "request">,
): Reply | Ask {
  if (!sample || answer.kind === "ask" || answer.provenance !== null) return answer;
  const nothing = { bible: null, period: null, filters: {}, freshness: {}, counts: {}, deviations: [] };
  return { ...answer, provenance: { ...nothing, asOf: request.now, sample } };
}
