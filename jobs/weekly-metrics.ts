import { localDay } from "../src/domain/index.js";
import { weeklyMetricsReport } from "../src/reports/index.js";
import { PolarisError } from "../src/runtime/index.js";
import type { PolarisJob } from "./services.js";

export const weeklyMetrics: PolarisJob = {
  name: "weekly-metrics",
  describe: "Posts the week's main figures, with the change since the week before, to the managers' channel.",
  async run({ pool, organization, clock, sample, enqueue }, due) {
    const channel = organization.slack.managersChannel;
    if (channel === undefined)
      throw new PolarisError(
        "configuration_invalid",
        "slack.managersChannel is not set in organization.yml. Expected the id of the channel that gets the weekly figures.",
      );
    const now = clock.now();
    const today = localDay(due.dueAt ?? now, organization.timeZone);
    const report = await weeklyMetricsReport(pool, organization, { today, now, sample });
    // Asked for by a person it is posted each time; by the clock once per due time.
    const isNew = await enqueue({
      dedupeKey: `weekly-metrics:${due.dueAt ?? now}`,
      kind: "digest",
      recipient: channel,
      owner: null,
      payload: JSON.stringify(report),
    });
    return { text: isNew ? `${report.title} is on its way` : `${report.title} was posted already` };
  },
};
