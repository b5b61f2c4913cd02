import { enqueueInside } from "../src/delivery/index.js";
import { localDay } from "../src/domain/index.js";
import { deliverLeads, emptyCard, fileDays, leadsInWords, monthWords } from "../src/leads/index.js";
import type { PolarisJob } from "./services.js";

export const leads: PolarisJob = {
  name: "leads",
  describe: "Sends the month's new and updated leads to the sales channel: one message, nobody twice.",
  async run({ pool, organization, clock, sample }, due) {
    const channel = organization.slack.salesChannel;
    if (channel === undefined)
      return { text: "nothing was sent, because slack.salesChannel is not set in organization.yml" };
    if ((await fileDays(pool)).length === 0)
      return { text: "nothing was sent, because no file of leads has been taken in yet" };
    const now = clock.now();
    const month = localDay(due.dueAt ?? now, organization.timeZone).slice(0, 7);
    const order = { channel, month, by: "schedule", now, again: false, sample, post: enqueueInside };
    return pool.transaction(async (tx) => {
      const delivered = await deliverLeads(tx, organization, order);
      if (delivered.kind === "already") return { text: `the leads of ${monthWords(month)} were sent already` };
      if (delivered.kind === "sent")
        return { text: `${leadsInWords(delivered.delivery)} of ${monthWords(month)} are on their way` };
      const payload = JSON.stringify(emptyCard(month));
      await enqueueInside(
        tx,
        { dedupeKey: `leads:${month}:none`, kind: "digest", recipient: channel, owner: null, payload },
        now,
      );
      return { text: `no new or updated leads in ${monthWords(month)}, and the channel was told so` };
    });
  },
};
