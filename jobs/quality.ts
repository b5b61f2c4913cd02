import { runQuality } from "../src/watch/index.js";
import type { PolarisJob } from "./services.js";

export const quality: PolarisJob = {
  name: "quality",
  describe:
    "Holds the layers of leads against what is expected, looks for flags, keeps the figures of data quality, and tells what is wrong.",
  async run({ pool, organization, clock, tell, judgeLeadLayers }) {
    await judgeLeadLayers();
    const { figures, settled } = await runQuality(pool, organization, { now: clock.now(), tell });
    // All of them, as on the board: what a row is flagged for as it is read, too.
    const open = figures.reduce((sum, { metric, value }) => (metric.startsWith("flags.") ? sum + value : sum), 0);
    return {
      text: `${figures.length} figures kept, ${open} flags open; ${settled.opened} alerts opened, ${settled.resolved} passed`,
    };
  },
};
