import { askWhich, type CommandContext, defineCommand, lineOf, take } from "../src/command/index.js";
import { findEvents, type NamedEvent } from "../src/events/index.js";
import type { Transaction } from "../src/pool/index.js";
import { type Action, type Ask, counted, type Reply, reply, showInteger } from "../src/reply/index.js";
import { decideReach, type ReachDecision, reverseReach, standingReach } from "../src/reports/index.js";
import { PolarisError } from "../src/runtime/index.js";
import { eventArgument, oneEvent, whichEvent } from "./named-event.js";

const MOST_STUDENTS = 100_000;
const NONE = "none";

export const reach = defineCommand({
  name: "reach",
  family: "events",
  summary: "Corrects how many students a session reached, with the reason; or takes the correction back.",
  examples: [
    'reach "Career fair: animal nutrition" 80 reason:"counted at the door"',
    'reach "Career fair: animal nutrition" remove',
  ],
  allow: ["admin", "staff", "coordinator"],
  effect: "write",
  submit: "Correct",
  args: {
    event: eventArgument({
      label: "Session",
      help: "Its Salesforce id or its title. The number may stand behind it.",
      positional: "rest",
    }),
    students: take.text({
      label: "Students reached",
      help: "A number, or remove to take the correction back.",
      placeholder: "80",
      main: true,
    }),
    reason: take.text({ label: "Reason", help: "Where the number comes from.", main: true }),
    standing: take.text({
      label: "Only where this stands",
      help: "The correction that an undo is meant for; another one in its place is left alone.",
    }),
  },
  async run(args, context) {
    const { text, students } = await said(args.event.text, args.students, context);
    if (students === null) return howMany(text, context);
    const number = numberOf(students, args.reason);
    const session = await oneEvent(text, context, { with: { students } });
    if ("kind" in session) return session;
    refuseUncountable(session, context);
    const reason = args.reason?.trim() ?? "";
    const before = await context.pool.transaction(async (tx) => {
      const stood = await standingReach(tx, session);
      refuseLate(args.standing, stood, session);
      await change(tx, session, stood, { number, reason }, context);
      return stood;
    });
    return number === null ? removed(session, before) : corrected(session, number, reason, before, context);
  },
});

/** The number may stand at the end of the session's name, as in `reach Career fair 80`; the year of a title is no number of students. */
async function said(
  event: string,
  given: string | null,
  { pool }: CommandContext,
): Promise<{ readonly text: string; readonly students: string | null }> {
  if (given !== null) return { text: event, students: given.trim() };
  const parts = /^(.*\S)\s+(\S+)$/.exec(event.trim());
  const last = parts?.[2] ?? "";
  const isNumber = /^[-+]?[\d.,]+$/.test(last) || isRemoval(last);
  if (parts?.[1] === undefined || !isNumber || (await findEvents(pool, event)).length > 0)
    return { text: event, students: null };
  return { text: parts[1], students: last };
}

const isRemoval = (text: string): boolean => /^(?:remove|undo|none)$/i.test(text);

/** @returns null for a removal. @throws PolarisError argument_invalid, argument_missing */
function numberOf(text: string, reason: string | null): number | null {
  if (isRemoval(text)) return null;
  const plain = text.replace(/^(\d{1,3})((?:,\d{3})+)$/, (whole) => whole.replaceAll(",", ""));
  const number = /^\d{1,7}$/.test(plain) ? Number(plain) : Number.NaN;
  if (Number.isNaN(number) || number > MOST_STUDENTS)
    throw new PolarisError(
      "argument_invalid",
      `Students reached are a whole number from 0 to ${showInteger(MOST_STUDENTS)}, but got “${text}”. To take a correction back say remove.`,
    );
  if ((reason?.trim() ?? "").length < 3)
    throw new PolarisError(
      "argument_missing",
      'A correction needs its reason, as in reason:"counted at the door": others will read it beside the number.',
    );
  return number;
}

function howMany(text: string, context: CommandContext): Ask {
  return askWhich(context, {
    text: `How many students did “${text}” reach? Say a number with a reason, or remove.`,
    argument: "students",
    choices: [],
    sensitivity: "open",
  });
}

/** @throws PolarisError argument_invalid for a session whose students are not counted so */
function refuseUncountable(session: NamedEvent, { calendar }: CommandContext): void {
  const why =
    session.format === "virtual"
      ? "is virtual: its students are estimated from the teachers who came, and a count of them is kept nowhere"
      : session.status === "Cancelled"
        ? "was cancelled and counts nowhere"
        : session.date > calendar.today
          ? "is still to come"
          : null;
  if (why !== null)
    throw new PolarisError("argument_invalid", `${whichEvent(session)} ${why}. Expected a session held in person.`);
}

/** An undo is meant for one correction; where somebody has corrected again since, theirs stays. */
function refuseLate(standing: string | null, stood: ReachDecision | null, session: NamedEvent): void {
  if (standing === null || standing === (stood === null ? NONE : String(stood.id))) return;
  const now =
    stood === null
      ? "no correction stands"
      : `${counted(stood.students, "student")} (${stood.reason ?? "no reason"}) stands`;
  throw new PolarisError(
    "argument_invalid",
    `The reach of ${whichEvent(session)} was changed since: now ${now}. Nothing was done; correct it again if it is wrong.`,
  );
}

async function change(
  tx: Transaction,
  session: NamedEvent,
  stood: ReachDecision | null,
  { number, reason }: { readonly number: number | null; readonly reason: string },
  { request, auditInside }: CommandContext,
): Promise<void> {
  const by = { by: request.actor.id, now: request.now };
  if (number === null && stood === null)
    throw new PolarisError(
      "not_found",
      `No correction stands for ${whichEvent(session)}, so there is none to take back.`,
    );
  if (number === null) await reverseReach(tx, session, by);
  else await decideReach(tx, session, { students: number, reason, ...by });
  await auditInside(tx, { event: session.sourceId, before: stood?.students ?? null, students: number });
}

async function corrected(
  session: NamedEvent,
  number: number,
  reason: string,
  before: ReachDecision | null,
  { pool }: CommandContext,
): Promise<Reply> {
  // Read again, so that the answer and its undo speak of what stands now.
  const stands = await standingReach(pool, session);
  const was = before === null ? "what was counted" : counted(before.students, "student");
  return reply({
    title: "Reach corrected",
    text: `${whichEvent(session)} reached ${counted(stands?.students ?? number, "student")} from now on, instead of ${was} (${reason}).`,
    sensitivity: "open",
    actions: [undo(session, before, stands === null ? NONE : String(stands.id))],
  });
}

function removed(session: NamedEvent, before: ReachDecision | null): Reply {
  return reply({
    title: "Correction taken back",
    text: `The reach of ${whichEvent(session)} is again what was counted${before === null ? "" : `, instead of ${counted(before.students, "student")}`}.`,
    sensitivity: "open",
    actions: [undo(session, before, NONE)],
  });
}

/** The line that brings back what stood before, as long as nothing else was decided meanwhile. */
function undo({ sourceId }: NamedEvent, before: ReachDecision | null, standing: string): Action {
  const line = lineOf("reach", {
    event: sourceId,
    students: before === null ? "remove" : before.students,
    reason: before === null ? null : (before.reason ?? "as before"),
    standing,
  });
  return { label: "Undo", line, does: "run", sensitivity: "open" };
}
