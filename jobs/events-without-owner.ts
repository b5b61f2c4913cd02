import { enqueueAll } from "../src/delivery/index.js";
import { localDay } from "../src/domain/index.js";
import { callForOwners } from "../src/events/index.js";
import { counted } from "../src/reply/index.js";
import type { PolarisJob } from "./services.js";

export const eventsWithoutOwner: PolarisJob = {
  name: "events-without-owner",
  describe: "Posts the events of the next days that lack an owner or a presenter, each with a button to claim it.",
  async run({ pool, organization, clock }) {
    const channel = organization.slack.connectorChannel ?? organization.slack.managersChannel;
    if (channel === undefined)
      return {
        text: "nothing was posted, because neither slack.connectorChannel nor slack.managersChannel is set in organization.yml",
      };
    const now = clock.now();
    const today = localDay(now, organization.timeZone);
    const { lacking, posted, mended } = await pool.transaction(async (tx) => {
      const called = await callForOwners(tx, organization, { channel, today, now });
      await enqueueAll(tx, called.letters, now);
      return called;
    });
    const { soonDays } = organization.ownership;
    return {
      text: `${counted(lacking, "event")} of the next ${soonDays} days without an owner or a presenter; ${posted} posted, ${counted(mended, "message")} put right`,
    };
  },
};
