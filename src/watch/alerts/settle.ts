import sql, { join } from "sql-template-tag";
import { keepFact, type Reader, type Transaction } from "../../pool/index.js";
import type { Reply } from "../../reply/index.js";
import type { Organization } from "../../runtime/index.js";
import type { Problem } from "../model.js";
import { type Occasion, occasionOf } from "./judge.js";
import {
  againGroupReply,
  againReply,
  alertReply,
  groupReply,
  MOST_SINGLE,
  resolvedGroupReply,
  resolvedReply,
} from "./messages.js";
import { type Alert, type AlertRow, alertOf, fingerprintOf } from "./model.js";
import { ALL_CHECKS } from "./names.js";

/** A message about problems, for the outbox. */
export interface Telling {
  readonly key: string;
  readonly reply: Reply;
  /** Key of the message in whose thread it goes. */
  readonly threadKey: string | null;
  /** Key of the message it is put in place of. */
  readonly replacesKey: string | null;
  /** Goes by mail as well. */
  readonly isCritical: boolean;
}

export interface Settled {
  readonly opened: number;
  readonly resolved: number;
  readonly open: number;
  readonly problems: readonly Problem[];
  readonly tellings: readonly Telling[];
}

/** What is told, and to the outbox in the same transaction: a problem is never marked as told and then not sent. */
export type Tell = (tx: Transaction, telling: Telling) => Promise<void>;

interface PoolToWatch extends Reader {
  transaction<T>(work: (tx: Transaction) => Promise<T>): Promise<T>;
}

/**
 * Brings the alerts up to what a run of checks found: new problems open and are told, those that go on are told again when it is time, those of these
 * checks that were not found any more are resolved, in the thread of their message.
 * @param checks the checks that ran: alerts of others are left as they are
 * @param look what was found, or how to look for it once it is this run's turn
 */
export async function settleAlerts(
  pool: PoolToWatch,
  organization: Organization,
  checks: readonly string[],
  look: readonly Problem[] | ((reader: Reader) => Promise<readonly Problem[]>),
  now: string,
  tell: Tell,
): Promise<Settled> {
  return pool.transaction(async (tx) => {
    await takeTurn(tx, now);
    const problems = typeof look === "function" ? await look(tx) : look;
    const found = new Map(problems.map((problem) => [fingerprintOf(problem), problem]));
    const known = await alertsOf(tx, checks, [...found.keys()]);
    const fresh: Alert[] = [];
    const goingOn: GoesOn[] = [];
    for (const [fingerprint, problem] of found) {
      const before = known.get(fingerprint) ?? null;
      const occasion = occasionOf(before, problem, now, organization.alerts.repeatHours);
      const alert = await keep(tx, fingerprint, problem, before, occasion, ownerOf(organization, problem.check), now);
      if (occasion === "opened") fresh.push(alert);
      else if (occasion !== null) goingOn.push({ alert, before: before ?? alert, occasion });
    }
    const passed = [...known.values()].filter(
      ({ fingerprint, state, check }) => state !== "resolved" && checks.includes(check) && !found.has(fingerprint),
    );
    const tellings = [
      ...againTellings(goingOn, organization.timeZone, now),
      ...(await firstTellings(tx, fresh, organization, now)),
      ...(await resolve(tx, passed, organization.timeZone, now)),
    ];
    for (const telling of tellings) await tell(tx, telling);
    return { opened: fresh.length, resolved: passed.length, open: found.size, problems: [...found.values()], tellings };
  });
}

/**
 * One run after another, whichever process it is in: two that settle at once would both open the same alert, or one would resolve what the other
 * has just found.
 */
export async function takeTurn(tx: Transaction, now: string): Promise<void> {
  await keepFact(tx, "alerts_settled", now);
}

async function alertsOf(
  reader: Reader,
  checks: readonly string[],
  fingerprints: readonly string[],
): Promise<Map<string, Alert>> {
  const none = sql`FALSE`;
  const ofChecks = checks.length === 0 ? none : sql`check_name IN (${join([...checks])})`;
  const sighted = fingerprints.length === 0 ? none : sql`fingerprint IN (${join([...fingerprints])})`;
  const rows = await reader.query<AlertRow>(
    sql`SELECT * FROM alert WHERE (${ofChecks} AND state <> 'resolved') OR ${sighted} ORDER BY id`,
  );
  return new Map(rows.map((row) => [row.fingerprint, alertOf(row)]));
}

const ownerOf = ({ alerts }: Organization, check: string): string | null =>
  alerts.owners[check] ?? alerts.owners[ALL_CHECKS] ?? null;

/** Writes one sighting. A resolved problem that comes back opens anew, with a message of its own. */
async function keep(
  tx: Transaction,
  fingerprint: string,
  problem: Problem,
  before: Alert | null,
  occasion: Occasion,
  owner: string | null,
  now: string,
): Promise<Alert> {
  const { check, title, text, severity, count } = problem;
  const details = JSON.stringify(problem.details);
  const opens = occasion === "opened";
  // Worse than when it was acknowledged or put off, or put off for long enough: it is open again.
  const isOver = before?.state === "snoozed" && occasion === "repeated";
  const state = opens || occasion === "worse" || occasion === "doubled" || isOver ? "open" : (before?.state ?? "open");
  const isTold = occasion !== null;
  const toldCount = isTold ? count : (before?.toldCount ?? 0);
  const toldAt = isTold ? now : (before?.toldAt ?? null);
  const tellings = opens ? 1 : (before?.tellings ?? 0) + (isTold ? 1 : 0);
  const openedAt = opens ? now : (before?.openedAt ?? now);
  const [row] = await tx.query<AlertRow>(sql`
    INSERT INTO alert (fingerprint, check_name, title, text, severity, state, opened_at, last_seen_at, count, told_count, told_at, tellings, details, owner)
    VALUES (${fingerprint}, ${check}, ${title}, ${text}, ${severity}, ${state}, ${openedAt}, ${now}, ${count}, ${toldCount}, ${toldAt}, ${tellings}, ${details}, ${owner})
    ON CONFLICT (fingerprint) DO UPDATE SET title = excluded.title, text = excluded.text, severity = excluded.severity, state = excluded.state,
      opened_at = excluded.opened_at, last_seen_at = excluded.last_seen_at, resolved_at = NULL, count = excluded.count, told_count = excluded.told_count,
      told_at = excluded.told_at, tellings = excluded.tellings, details = excluded.details, owner = excluded.owner,
      message_key = CASE WHEN ${opens ? 1 : 0} = 1 THEN NULL ELSE alert.message_key END,
      acknowledged_by = CASE WHEN excluded.state = 'open' THEN NULL ELSE alert.acknowledged_by END,
      acknowledged_at = CASE WHEN excluded.state = 'open' THEN NULL ELSE alert.acknowledged_at END,
      snoozed_until = CASE WHEN excluded.state = 'snoozed' THEN alert.snoozed_until ELSE NULL END
    RETURNING *`);
  if (row === undefined) throw new Error("the database kept no alert");
  return alertOf(row);
}

/** One message for each new problem; many of one check share one. */
async function firstTellings(
  tx: Transaction,
  fresh: readonly Alert[],
  organization: Organization,
  now: string,
): Promise<Telling[]> {
  const tellings: Telling[] = [];
  for (const alerts of groupedBy(fresh, ({ check }) => check)) {
    const groups = alerts.length > MOST_SINGLE ? [alerts] : alerts.map((alert) => [alert]);
    for (const group of groups) {
      const [first] = group;
      if (first === undefined) continue;
      const isGroup = group.length > 1;
      const { check } = first;
      const key = isGroup ? `alerts:${check}:${now}` : messageKeyOf(first);
      const ids = group.map(({ id }) => id);
      await tx.run(sql`UPDATE alert SET message_key = ${key} WHERE id IN (${join(ids)})`);
      const owners = ownersOf(group);
      tellings.push({
        key,
        reply: isGroup ? groupReply(check, group, owners) : alertReply(first, organization.timeZone),
        threadKey: null,
        replacesKey: null,
        isCritical: group.some(({ severity }) => severity === "critical"),
      });
    }
  }
  return tellings;
}

const messageKeyOf = ({ id, openedAt }: Alert): string => `alert:${id}:${openedAt}`;

const ownersOf = (alerts: readonly Alert[]): string[] => [
  ...new Set(alerts.flatMap(({ owner }) => (owner === null ? [] : [owner]))),
];

/** A problem that was known and is told again. */
interface GoesOn {
  readonly alert: Alert;
  readonly before: Alert;
  readonly occasion: Exclude<Occasion, null | "opened">;
}

/** One message in the thread of each; many of one check share one, so that an old group is no storm every day. */
function againTellings(goingOn: readonly GoesOn[], timeZone: string, now: string): Telling[] {
  const groups = groupedBy(goingOn, ({ alert, occasion }) => `${alert.check}:${occasion}`);
  return groups.flatMap((group): Telling[] => {
    const shown = group.flatMap(({ alert, before }) =>
      alert.state === before.state && alert.severity === before.severity
        ? []
        : changed(alert, timeZone, `again:${now}`),
    );
    const [first] = group;
    if (first === undefined || group.length <= MOST_SINGLE) return [...group.map((each) => again(each, now)), ...shown];
    const alerts = group.map(({ alert }) => alert);
    const threads = new Set(alerts.map(({ messageKey }) => messageKey));
    const { occasion } = first;
    const { check, messageKey } = first.alert;
    const together: Telling = {
      key: `alerts:${check}:${occasion}:${now}`,
      reply: againGroupReply(check, occasion, alerts, ownersOf(alerts)),
      threadKey: threads.size === 1 ? messageKey : null,
      replacesKey: null,
      isCritical: occasion === "worse" && alerts.some(({ severity }) => severity === "critical"),
    };
    return [together, ...shown];
  });
}

function again({ alert, before, occasion }: GoesOn, now: string): Telling {
  return {
    key: `${messageKeyOf(alert)}:${occasion}:${now}`,
    reply: againReply({ ...alert, toldCount: before.toldCount }, occasion),
    threadKey: alert.messageKey,
    replacesKey: null,
    isCritical: occasion === "worse" && alert.severity === "critical",
  };
}

/** Whoever was told of a problem is told that it has passed: in the thread, and by mail when it went there. */
async function resolve(tx: Transaction, passed: readonly Alert[], timeZone: string, now: string): Promise<Telling[]> {
  if (passed.length === 0) return [];
  const ids = passed.map(({ id }) => id);
  await tx.run(
    sql`UPDATE alert SET state = 'resolved', resolved_at = ${now}, snoozed_until = NULL WHERE id IN (${join(ids)})`,
  );
  const told = passed.filter(({ messageKey }) => messageKey !== null);
  return groupedBy(told, ({ messageKey }) => messageKey).flatMap((group): Telling[] => {
    const [first] = group;
    if (first === undefined) return [];
    const said: Telling = {
      key: group.length === 1 ? `${messageKeyOf(first)}:resolved` : `${first.messageKey}:resolved:${now}`,
      reply: group.length === 1 ? resolvedReply(first, timeZone) : resolvedGroupReply(group),
      threadKey: first.messageKey,
      replacesKey: null,
      isCritical: group.some(({ severity }) => severity === "critical"),
    };
    const shown = group.flatMap((alert) => changed({ ...alert, state: "resolved" }, timeZone, `resolved:${now}`));
    return [said, ...shown];
  });
}

/** Things in groups of the same key, in the order in which each group was first seen. */
function groupedBy<T>(things: readonly T[], keyOf: (thing: T) => string | null): T[][] {
  const groups = new Map<string | null, T[]>();
  for (const thing of things) {
    const group = groups.get(keyOf(thing));
    if (group === undefined) groups.set(keyOf(thing), [thing]);
    else group.push(thing);
  }
  return [...groups.values()];
}

/** Its own message shows what has become of it; a message that several share is left as it was. */
export function changed(alert: Alert, timeZone: string, occasion: string): Telling[] {
  if (alert.messageKey !== messageKeyOf(alert)) return [];
  return [
    {
      key: `${messageKeyOf(alert)}:shown:${occasion}`,
      reply: alertReply(alert, timeZone),
      threadKey: null,
      replacesKey: alert.messageKey,
      isCritical: false,
    },
  ];
}
