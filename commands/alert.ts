import { defineCommand, type Token, take, tokensOfWords } from "../src/command/index.js";
import { reply, showInstant } from "../src/reply/index.js";
import { PolarisError } from "../src/runtime/index.js";
import { alertNumber, findAlert, type Response, respondToAlert } from "../src/watch/index.js";

const HOUR = 3_600_000;
const LONGEST_SNOOZE = 14 * 24;

export const alert = defineCommand({
  name: "alert",
  family: "data",
  summary: "Takes up an alert, puts it off for some hours, or opens it again.",
  examples: ["alert acknowledge 12", "alert snooze 12 24", "alert reopen 12"],
  allow: ["admin", "staff", "coordinator"],
  effect: "write",
  withoutData: true,
  rewords: numberBehind,
  args: {
    does: take.choice(
      [
        { value: "acknowledge", label: "Acknowledge", also: ["ack"] },
        { value: "snooze", label: "Snooze" },
        { value: "reopen", label: "Reopen" },
      ],
      { label: "What to do", positional: "one" },
    ),
    id: take.text({ label: "Alert", positional: "one", required: true, placeholder: "12" }),
    hours: take.text({ label: "Hours", positional: "one", placeholder: "24" }),
  },
  async run({ does, id, hours }, context) {
    const { request, services, organization } = context;
    const number = alertNumber(id);
    if (does === null) {
      await findAlert(context.pool, number);
      throw whatToDo(number);
    }
    const response: Response =
      does === "snooze" ? { kind: "snooze", until: endOfSnooze(hours, request.now) } : { kind: does };
    const changed = await context.pool.transaction(async (tx) => {
      const parts = { by: request.actor.id, now: request.now, timeZone: organization.timeZone, tell: services.tell };
      const after = await respondToAlert(tx, number, response, parts);
      await context.auditInside(tx, { alert: number, does });
      return after;
    });
    const said: Readonly<Record<Response["kind"], string>> = {
      acknowledge: `You have taken up alert ${number}: ${changed.title}. It is not told again unless it becomes worse.`,
      snooze: `Alert ${number} is put off until ${showInstant(changed.snoozedUntil ?? request.now, organization.timeZone)}.`,
      reopen: `Alert ${number} is open again.`,
    };
    const undo = does === "reopen" ? [] : [{ label: "Undo", line: `alert reopen ${number}` }];
    return reply({
      title: `Alert ${number}`,
      text: said[response.kind],
      sensitivity: "open",
      actions: undo.map((each) => ({ ...each, does: "run" as const, sensitivity: "open" as const })),
    });
  },
});

/** "alert 12 acknowledge" as "alert acknowledge 12"; a number alone says which, and leaves open what is to be done. */
function numberBehind(words: readonly Token[]): readonly Token[] {
  const [number, does, ...others] = words;
  const id = /^#?(\d+)$/.exec(number?.text ?? "")?.[1];
  if (number === undefined || id === undefined) return words;
  return does === undefined ? tokensOfWords([`id:${id}`]) : [does, number, ...others];
}

const whatToDo = (id: number): PolarisError =>
  new PolarisError(
    "argument_missing",
    `What is to be done with alert ${id}? Expected acknowledge, snooze or reopen, as in: alert acknowledge ${id}`,
    {
      suggestions: [
        { label: `Look at alert ${id}`, line: `alerts ${id}` },
        { label: "Acknowledge", line: `alert acknowledge ${id}` },
      ],
    },
  );

function endOfSnooze(hours: string | null, now: string): string {
  const asked = Number((hours ?? "24").replace(/h$/, ""));
  if (!(asked >= 1 && asked <= LONGEST_SNOOZE))
    throw new PolarisError(
      "argument_invalid",
      `“${hours ?? ""}” is no time to put an alert off for. Expected hours, from 1 to ${LONGEST_SNOOZE}.`,
    );
  return new Date(Date.parse(now) + asked * HOUR).toISOString();
}
