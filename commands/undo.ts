import { type CommandContext, defineCommand, lineOf, take } from "../src/command/index.js";
import { printDay } from "../src/domain/index.js";
import {
  type DecidedAgain,
  decideAgain,
  decisionKind,
  holdsAgain,
  type ListedDecision,
  listDecisions,
  type TakenBack,
  takeBackDecision,
} from "../src/events/index.js";
import { type Decision, decisionOf, derive } from "../src/identity/index.js";
import { settleDecidedLeads } from "../src/leads/index.js";
import { type Action, counted, type Reply, reply, showInstant } from "../src/reply/index.js";
import { PolarisError, SaidBeforeError } from "../src/runtime/index.js";
import { keyWords } from "./duplicate-words.js";

const MOST = 50;

export const undo = defineCommand({
  name: "undo",
  family: "data",
  summary: "Takes back something that a person decided here, so that what the sources say holds again.",
  examples: ["undo 123", "undo 123 again:yes"],
  allow: ["admin", "staff", "coordinator"],
  effect: "write",
  args: {
    id: take.text({
      label: "Decision",
      help: "Its number, as decisions shows it; several with commas.",
      positional: "one",
      required: true,
    }),
    again: take.flag({ label: "Decide it again", help: "Brings back what was taken back." }),
  },
  async run({ id, again }, context) {
    const ids = idsIn(id);
    const { organization, pool, request } = context;
    const by = { by: request.actor.id, now: request.now };
    const done = await pool.transaction(async (tx) => {
      const each: Decided[] = [];
      for (const one of ids) {
        refuseMerge(await decisionOf(tx, one), again === true, context);
        each.push(
          again === true
            ? redone(one, await decideAgain(tx, one, by), context)
            : undone(one, await takeBackDecision(tx, one, by), context),
        );
      }
      if (each.some(({ decision }) => decision.kind === "same_lead")) await settleDecidedLeads(tx, organization);
      await context.auditInside(tx, {
        decisions: each.map(({ decision }) => String(decision.id)),
        kinds: [...new Set(each.map(({ decision }) => decision.kind))],
        again: again === true,
      });
      return each;
    });
    if (done.some(({ decision }) => decisionKind(decision.kind).derives)) await derive(pool, organization, request.now);
    const listed = await listDecisions(pool, { ids: done.map(({ decision }) => decision.id) });
    return answer(done, listed, again === true);
  },
});

interface Decided {
  readonly decision: Decision;
  /** By which the way back goes: the one that was taken back, or the new one. */
  readonly way: number;
}

/** @throws PolarisError argument_invalid */
function idsIn(text: string): number[] {
  const ids = text.split(",").map((each) => each.trim().replace(/^#/, ""));
  if (ids.some((each) => !/^[1-9]\d{0,8}$/.test(each)))
    throw new PolarisError(
      "argument_invalid",
      `Expected the number of a decision, as in 123, but got “${text}”. “decisions” lists them.`,
    );
  if (ids.length > MOST)
    throw new PolarisError("argument_invalid", `At most ${MOST} decisions can be taken back at once.`);
  return [...new Set(ids.map(Number))];
}

const mergeAgain = ({ source, sourceId, value }: Decision): string =>
  lineOf("merge", { a: keyWords({ source, sourceId }), into: value.replace(/^salesforce:/, "") });

/** @throws PolarisError not_allowed, argument_invalid for a merge that is to stand again */
function refuseMerge(decision: Decision | null, again: boolean, { request }: CommandContext): void {
  if (decision === null || !decisionKind(decision.kind).isMerge) return;
  if (request.access.role === "admin" || request.access.role === "staff") {
    if (again)
      throw new PolarisError(
        "argument_invalid",
        "Two records are made one again by “merge”, which looks anew at what speaks against it. Nothing was done.",
        { suggestions: [{ label: "Merge again", line: mergeAgain(decision) }] },
      );
    return;
  }
  throw new PolarisError(
    "not_allowed",
    "Who is one with whom is decided, and taken back, by staff and administrators. Ask one of them.",
  );
}

const unknown = (id: number): PolarisError =>
  new PolarisError("not_found", `There is no decision ${id}. “decisions” lists those that people made here.`);

/** @throws PolarisError not_found, argument_invalid, with what stands now */
function undone(id: number, taken: TakenBack, context: CommandContext): Decided {
  switch (taken.came) {
    case "unknown":
      throw unknown(id);
    case "gone": {
      const { reversedBy, reversedAt } = taken.decision;
      const when = reversedAt === null ? "" : ` on ${showInstant(reversedAt, context.organization.timeZone)}`;
      throw new SaidBeforeError(
        "not_found",
        reversedBy,
        (who) => `Decision ${id} was taken back by ${who}${when} already. Nothing was done.`,
      );
    }
    case "superseded":
      throw superseded(`Decision ${id} does not stand any more`, taken.stands, context);
    case "done":
      return { decision: taken.decision, way: taken.decision.id };
  }
}

/** @throws PolarisError not_found, argument_invalid, with what stands now */
function redone(id: number, made: DecidedAgain, context: CommandContext): Decided {
  switch (made.came) {
    case "unknown":
      throw unknown(id);
    case "stands":
      throw new SaidBeforeError(
        "argument_invalid",
        made.stands.decidedBy,
        (who) => `Decision ${made.stands.id} by ${who} says so already, and stands. Nothing was done.`,
      );
    case "superseded":
      throw superseded("Something else was decided meanwhile", made.stands, context);
    case "done":
      return { decision: made.decision, way: made.id };
  }
}

function superseded(why: string, stands: Decision, context: CommandContext): PolarisError {
  const when = showInstant(stands.decidedAt, context.organization.timeZone);
  return new SaidBeforeError(
    "argument_invalid",
    stands.decidedBy,
    (who) =>
      `${why}: since ${when}, by ${who}, the record ${decisionKind(stands.kind).stands(stands)} (decision ${stands.id}). Nothing was done.`,
    { suggestions: [{ label: `Take ${stands.id} back`, line: lineOf("undo", { id: stands.id }) }] },
  );
}

function answer(done: readonly Decided[], listed: readonly ListedDecision[], again: boolean): Reply {
  const way = done.map((each) => each.way).join(",");
  const [only] = done;
  const merged = done.length === 1 && only !== undefined && decisionKind(only.decision.kind).isMerge;
  const action: Action = again
    ? { label: "Undo", line: lineOf("undo", { id: way }), does: "run", sensitivity: "open" }
    : merged
      ? { label: "Merge again", line: mergeAgain(only.decision), does: "run", sensitivity: "open" }
      : { label: "Decide it again", line: lineOf("undo", { id: way, again: "yes" }), does: "run", sensitivity: "open" };
  const [first] = listed;
  const title = again ? "Decided again" : "Taken back";
  if (done.length > 1 || first === undefined)
    return reply({
      title,
      text: `${counted(done.length, "decision")} ${again ? "stand again" : "were taken back; what the sources say holds again"}.`,
      sensitivity: "open",
      actions: [action],
    });
  const kind = decisionKind(first.kind);
  const said = (who: string): string =>
    again
      ? `${who} ${kind.stands(first)} again.`
      : `${who}: the decision that it ${kind.stands(first)} was taken back; ${holdsAgain(kind)}.`;
  const who = [first.about ?? "A record that is gone", ...(first.date === null ? [] : [printDay(first.date)])].join(
    ", ",
  );
  const parts = { title, actions: [action] };
  return first.isPerson
    ? reply({ ...parts, text: said(who), sensitivity: "name", openText: said("A person") })
    : reply({ ...parts, text: said(who), sensitivity: "open" });
}
