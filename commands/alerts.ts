import { type CommandContext, defineCommand, namesOfPeople, take } from "../src/command/index.js";
import { column, counted, fact, type Reply, reply, showInstant, table } from "../src/reply/index.js";
import { type Alert, alertNumber, detailLabel, detailWords, findAlert, listAlerts } from "../src/watch/index.js";

export const alerts = defineCommand({
  name: "alerts",
  family: "data",
  summary: "Shows what is wrong now, since when, and who has taken it up.",
  examples: ["alerts", "alerts 12", "alerts check:sync", "alerts resolved:yes"],
  allow: ["admin", "staff", "coordinator"],
  effect: "read",
  withoutData: true,
  args: {
    id: take.text({ label: "Alert", positional: "one", placeholder: "12" }),
    check: take.text({ label: "Found by", main: true }),
    resolved: take.flag({ label: "Those that have passed", main: true }),
  },
  async run({ id, check, resolved }, context) {
    if (id !== null) return oneAlert(await findAlert(context.pool, alertNumber(id)), context);
    const found = await listAlerts(context.pool, { check, resolved: resolved ?? false });
    const takers = await takersOf(found, context);
    const isTaken = found.some(({ acknowledgedBy }) => acknowledgedBy !== null);
    const critical = found.filter(({ severity }) => severity === "critical").length;
    return reply({
      title: "Alerts",
      text:
        found.length === 0
          ? resolved
            ? "No alert has passed yet."
            : "Nothing is wrong that Polaris knows of."
          : `${counted(found.length, "alert")}${resolved ? " passed" : " open"}${critical > 0 ? `, ${critical} critical` : ""}.`,
      sensitivity: "open",
      tables: [
        table({
          key: "alerts",
          title: resolved ? "Passed" : "Open",
          columns: [
            column("id", "No.", "integer", "open"),
            column("severity", "Severity", "text", "open"),
            column("state", "State", "text", "open"),
            column("title", "What", "text", "open"),
            column("count", "How many", "integer", "open"),
            column("since", "Since", "instant", "open"),
            column("last_seen", "Last seen", "instant", "open"),
            ...(isTaken ? [column("by", "Taken up by", "text", "name")] : []),
          ],
          rows: found.map((alert) => [
            alert.id,
            alert.severity,
            alert.state,
            alert.title,
            alert.count,
            alert.openedAt,
            alert.lastSeenAt,
            ...(isTaken ? [takers(alert)] : []),
          ]),
          empty: 'No alert. "quality" shows the state of the data.',
        }),
      ],
      actions: found.slice(0, 3).map((alert) => ({
        label: `Open ${alert.id}`,
        line: `alerts ${alert.id}`,
        does: "run" as const,
        sensitivity: "open" as const,
      })),
    });
  },
});

/** Who has taken up each of them, by the name that Slack has for them. */
async function takersOf(found: readonly Alert[], context: CommandContext): Promise<(alert: Alert) => string | null> {
  const names = await namesOfPeople(
    found.flatMap(({ acknowledgedBy }) => acknowledgedBy ?? []),
    context,
  );
  return ({ acknowledgedBy }) => (acknowledgedBy === null ? null : (names.get(acknowledgedBy) ?? acknowledgedBy));
}

async function oneAlert(alert: Alert, context: CommandContext): Promise<Reply> {
  const { organization } = context;
  const taker = (await takersOf([alert], context))(alert);
  const { id, title, text, severity, state, openedAt, lastSeenAt, count, details, snoozedUntil, tellings } = alert;
  const samples = Array.isArray(details.samples) ? details.samples : [];
  const others = Object.entries(details).filter(([key]) => key !== "samples");
  const can = state === "resolved" ? [] : RESPONSES[state];
  return reply({
    title: `Alert ${id}: ${title}`,
    text: `${title}. ${text}`,
    sensitivity: "open",
    facts: [
      fact("severity", "Severity", severity, "text", "open"),
      fact(
        "state",
        "State",
        snoozedUntil === null ? state : `${state} until ${showInstant(snoozedUntil, organization.timeZone)}`,
        "text",
        "open",
      ),
      fact("since", "Since", openedAt, "instant", "open"),
      fact("last_seen", "Last seen", lastSeenAt, "instant", "open"),
      fact("count", "How many", count, "integer", "open"),
      fact("tellings", "Times told", tellings, "integer", "open"),
      ...(taker === null ? [] : [fact("by", "Taken up by", taker, "text", "name")]),
    ],
    tables: [
      table({
        key: "details",
        title: "Details",
        columns: [column("what", "What", "text", "open"), column("value", "Value", "text", "open")],
        rows: others.map(([key, value]) => [detailLabel(key), detailWords(value, organization.timeZone)]),
        empty: "Nothing more is known.",
      }),
      ...(samples.length === 0
        ? []
        : [
            table({
              key: "samples",
              title: "Samples, masked",
              columns: [column("sample", "Sample", "text", "open")],
              rows: samples.map((sample) => [detailWords(sample, organization.timeZone)]),
              empty: "",
            }),
          ]),
    ],
    actions: can.map(({ label, verb }) => ({
      label,
      line: `alert ${verb.replace("ID", String(id))}`,
      does: "run" as const,
      sensitivity: "open" as const,
    })),
  });
}

const REOPEN = { label: "Reopen", verb: "reopen ID" };
const RESPONSES: Readonly<Record<"open" | "acknowledged" | "snoozed", readonly { label: string; verb: string }[]>> = {
  open: [
    { label: "Acknowledge", verb: "acknowledge ID" },
    { label: "Snooze 24 h", verb: "snooze ID 24" },
  ],
  acknowledged: [REOPEN],
  snoozed: [REOPEN],
};
