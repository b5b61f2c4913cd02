import sql from "sql-template-tag";
import type { Pool, Transaction } from "../pool/index.js";
import { type Organization, PolarisError } from "../runtime/index.js";
import {
  createSubscription,
  editSubscription,
  endSubscription,
  OF_THE_ORGANIZATION,
  subscriptionsWhere,
  type Wish,
} from "./subscriptions.js";
import { readWhen, scheduleOf } from "./when.js";

type Digest = Organization["digests"][number];

/** What changed when organization.yml was taken up. */
export interface InStep {
  readonly added: readonly string[];
  readonly changed: readonly string[];
  readonly removed: readonly string[];
  /** Names of digests whose channel organization.yml does not name yet. */
  readonly withoutChannel: readonly string[];
}

/**
 * Keeps the organisation's own digests as organization.yml has them, by name. One that was paused stays paused.
 * @throws PolarisError configuration_invalid for a schedule that is none, and for a name that stands there twice
 */
export async function keepDigestsInStep(pool: Pool, organization: Organization, now: string): Promise<InStep> {
  const { digests, timeZone: zone } = organization;
  const twice = digests.find(({ name }, place) => digests.findIndex((each) => each.name === name) !== place);
  if (twice !== undefined)
    throw new PolarisError("configuration_invalid", `digests: “${twice.name}” is there twice. Expected a name each.`);
  const wishes = digests.map((digest) => ({ name: digest.name, wish: wishOf(digest, organization) }));
  const withoutChannel = wishes.filter(({ wish }) => wish === null).map(({ name }) => name);
  const wanted = wishes.flatMap(({ wish }) => (wish === null ? [] : [wish]));
  return pool.transaction(async (tx) => {
    await oneAtATime(tx, now);
    const standing = await subscriptionsWhere(tx, sql`s.created_by = ${OF_THE_ORGANIZATION} AND s.ended_at IS NULL`);
    const removed = standing.filter(({ name }) => !wanted.some((wish) => wish.name === name));
    for (const { id } of removed) await endSubscription(tx, id, now);
    const added: string[] = [];
    const changed: string[] = [];
    for (const wish of wanted) {
      const before = standing.find(({ name }) => name === wish.name);
      if (before === undefined) {
        await createSubscription(tx, wish, { by: OF_THE_ORGANIZATION, now, zone });
        added.push(wish.name);
      } else if (
        before.line !== wish.line ||
        before.pattern !== wish.pattern ||
        before.said !== wish.said ||
        before.channel !== wish.channel
      ) {
        await editSubscription(tx, before, wish, { by: OF_THE_ORGANIZATION, now });
        changed.push(wish.name);
      }
    }
    return { added, changed, removed: removed.map(({ name }) => name), withoutChannel };
  });
}

/** Two processes that start together must not both add the same digest: the row is theirs in turn. */
async function oneAtATime(tx: Transaction, now: string): Promise<void> {
  await tx.run(sql`
    INSERT INTO pool_fact (key, value) VALUES ('digests', ${now}) ON CONFLICT (key) DO UPDATE SET value = excluded.value`);
}

/** Null while the channel it goes to is not set. */
function wishOf({ name, line, when, to }: Digest, { slack, schoolYearStartMonth }: Organization): Wish | null {
  const said = readWhen(when.split(/\s+/).filter((word) => word !== ""));
  if (said === null || said.before > 0)
    throw new PolarisError(
      "configuration_invalid",
      `digests: “${name}” has the schedule “${when}”. Expected one as in "weekly mon 8:00", "daily 7:30", "monthly 1 8:00" or "year end 8:00".`,
    );
  const channel =
    to === "managers" ? slack.managersChannel : to === "alerts" ? (slack.alertsChannel ?? slack.managersChannel) : to;
  return channel === undefined
    ? null
    : { name, line, ...scheduleOf(said, schoolYearStartMonth), channel, threadTs: null };
}
