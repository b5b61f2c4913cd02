import { defineCommand, take } from "../src/command/index.js";
import { printDay } from "../src/domain/index.js";
import { toFollowUp } from "../src/events/index.js";
import { counted, reply } from "../src/reply/index.js";
import { footerOf } from "./footer.js";
import { attemptsTable } from "./outreach-lists.js";
import { hiddenNotices } from "./volunteers-list.js";

export const outreachFollowUp = defineCommand({
  name: "outreach follow-up",
  family: "events",
  summary: "Lists who was asked and has not answered, and who is to be followed up, the longest wait first.",
  examples: ["outreach follow-up"],
  allow: ["admin", "staff", "coordinator"],
  effect: "read",
  args: {
    page: take.page(),
    as: { ...take.choice(take.plainChoices(["xlsx", "csv"]), { label: "As a file" }), isFilter: false },
    asOf: take.instant("As of"),
  },
  async run({ page, asOf }, context) {
    const all = await toFollowUp(context.pool, context.calendar.today);
    const waiting = all.filter(({ hidden }) => hidden === null);
    const hidden = new Map<string, number>();
    for (const each of all) if (each.hidden !== null) hidden.set(each.hidden, (hidden.get(each.hidden) ?? 0) + 1);
    const [oldest] = waiting;
    return reply({
      title: "To follow up",
      text:
        oldest === undefined
          ? "Nobody is to be followed up: everybody who was asked has answered, or their event is over."
          : `${counted(waiting.length, "volunteer")} to be followed up; the longest wait is since ${printDay(oldest.on)}.`,
      sensitivity: "open",
      tables: [attemptsTable(waiting, "“match” with an event lists whom to ask.")],
      files: [
        { key: "attempts", kind: "xlsx", name: "follow-up.xlsx" },
        { key: "attempts", kind: "csv", name: "follow-up.csv" },
      ],
      notices: hiddenNotices(hidden),
      page: { number: page, size: 10, line: context.line, ...(asOf === null ? {} : { since: asOf }) },
      provenance: await footerOf(context, { figures: "none" }),
    });
  },
});
