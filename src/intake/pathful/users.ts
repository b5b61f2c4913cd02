import sql from "sql-template-tag";
import { recaseName, splitPersonName } from "../../domain/index.js";
import { markDirty } from "../../identity/index.js";
import type { Pool, Transaction } from "../../pool/index.js";
import {
  inPages,
  type PathfulUser,
  readUserLine,
  type SignUp,
  signUpFrom,
  type UserReading,
} from "../../sources/index.js";
import type { ImportJob } from "../datasets/model.js";
import { settleFlags } from "../flags.js";
import { type Quarantined, quarantine, release, type Unfit } from "../quarantine.js";
import { type Directory, readDirectory } from "./directory.js";
import { certainly } from "./people.js";
import { integer, isSame, type Known, type Row, rowOf, type Shape, tally, text, writeRows } from "./rows.js";
import { takeIn } from "./take-in.js";
import { bearing, OBJECTS, type Work } from "./work.js";

const SHAPE: Shape = {
  table: "pathful_user",
  columns: [
    ...text(
      "origin",
      "role_raw",
      "role",
      "name_raw",
      "login_email",
      "notification_email",
      "school_raw",
      "organization_raw",
    ),
    ...text("job_title", "grade_cluster", "skills_raw", "affiliations_raw", "city", "state", "zip"),
    ...text("joined_on", "last_login_on", "last_session_on"),
    ...integer("login_count", "recent_login_days"),
    ...text("subscription_type", "subscription_name"),
  ],
};

const ROWS_PER_TRANSACTION = 2_000;

type Refusal = Pick<Extract<UserReading, { kind: "refused" }>, "key" | "payload" | "detail"> & {
  readonly reason: "missing_required" | "expectation_failed";
};

/** Stores Pathful's users, says which contacts they are, and lets go on whoever waited for what they tell. */
export async function takeUsers(job: ImportJob, work: Work): Promise<void> {
  await storeUsers(work, new UserLines(job), job.rows.length);
  const directory = await readDirectory(work);
  await bindUsers(work.pool, await knownUsers(work.pool, directory));
  const signUps = await outdatedPeople(work);
  if (signUps.length > 0 || (await anyoneWaits(work)))
    await takeIn(work, { signUps, refused: [], skippedBy: {}, whole: false });
}

/** The users of a report, each read when it is asked for, and what is noted of the others on the way. */
class UserLines implements Iterable<Row> {
  readonly refused: Refusal[] = [];
  readonly #job: ImportJob;
  readonly #seen = new Set<string>();
  repeated = 0;

  constructor(job: ImportJob) {
    this.#job = job;
  }

  *[Symbol.iterator](): Generator<Row> {
    const { rows, rules, setAside } = this.#job;
    for (const line of rows) {
      const reading = readUserLine(line, rules.timeZone);
      const key = reading.kind === "user" ? reading.user.userId : reading.key;
      const aside = setAside.get(line.number);
      const refuse = (reason: Refusal["reason"], detail: string) =>
        this.refused.push({ key, payload: reading.payload, reason, detail: `Line ${line.number}: ${detail}` });
      const isRepeated = this.#seen.has(key);
      this.#seen.add(key);
      if (isRepeated) this.repeated += 1;
      else if (reading.kind === "refused") refuse("missing_required", reading.detail);
      else if (aside !== undefined) refuse("expectation_failed", aside);
      else yield rowOfUser(reading.user, rules.origin, reading.payload);
    }
  }
}

function rowOfUser(user: PathfulUser, origin: string, payload: string): Row {
  const said = [
    user.roleRaw,
    user.role,
    user.name,
    user.loginEmail,
    user.notificationEmail,
    user.school,
    user.place,
    user.jobTitle,
    user.gradeCluster,
    user.skills,
    user.affiliations,
    user.city,
    user.state,
    user.zip,
    user.joinedOn,
    user.lastLoginOn,
    user.lastSessionOn,
    user.loginCount,
    user.recentLoginDays,
    user.subscriptionType,
    user.subscriptionName,
  ];
  // By which file it came is no part of what it says.
  const { hash } = rowOf(user.userId, said);
  return { sourceId: user.userId, hash, values: [origin, ...said], payload };
}

async function storeUsers(work: Work, lines: UserLines, total: number): Promise<void> {
  const { pool, source, now } = work;
  const known = await readKnown(pool, source);
  const waiting = await readRefused(pool, source);
  const batch = await work.batch(OBJECTS.user.object, OBJECTS.user.label);
  let done = 0;
  for (const piece of inPages(lines, ROWS_PER_TRANSACTION)) {
    work.stage(OBJECTS.user.label, done, total);
    done += piece.length;
    await batch.transaction(async (context) => {
      const own = bearing(context, source, OBJECTS.user.object);
      const changed = piece.filter((row) => !isSame(row, known.get(row.sourceId)));
      await writeRows(
        own,
        SHAPE,
        changed,
        changed.some(({ sourceId }) => known.has(sourceId)),
      );
      const mended = piece.map(({ sourceId }) => sourceId).filter((id) => waiting.has(id));
      await release(own, mended, "stored");
      await settleFlags(own, [], mended);
      const inserted = changed.filter(({ sourceId }) => !known.has(sourceId)).length;
      return {
        counts: tally({ inserted, updated: changed.length - inserted, unchanged: piece.length - changed.length }),
        refused: 0,
      };
    });
  }
  const { refused, repeated } = lines;
  await batch.transaction(async (context) => {
    const own = bearing(context, source, OBJECTS.user.object);
    const waits = refused.map((refusal) => refusalRow(refusal, now));
    await quarantine(own, waits);
    await settleFlags(
      own,
      waits.map(({ row, reason, detail }) => ({ sourceId: row.sourceId, kind: reason, detail })),
      [],
    );
    return {
      counts: tally({ quarantined: waits.length, skippedBy: repeated === 0 ? {} : { repeated_in_file: repeated } }),
      refused: waits.length,
    };
  });
}

const refusalRow = ({ key, payload, reason, detail }: Refusal, now: string): Quarantined<Unfit> => ({
  row: {
    sourceId: key,
    modifiedAt: now,
    isDeleted: false,
    mergedInto: null,
    hash: "",
    read: () => ({ kind: "refused", reason, detail }),
    payload: () => payload,
    cell: () => null,
  },
  reason,
  detail,
  waitsForObject: null,
  waitsForId: null,
});

async function readKnown(pool: Pool, source: string): Promise<Map<string, Known>> {
  const rows = await pool.query<{ source_id: string; record_hash: string; deleted_at: string | null }>(
    sql`SELECT source_id, record_hash, deleted_at FROM pathful_user WHERE source = ${source}`,
  );
  return new Map(rows.map((row) => [row.source_id, { hash: row.record_hash, deletedAt: row.deleted_at }]));
}

async function readRefused(pool: Pool, source: string): Promise<Set<string>> {
  const rows = await pool.query<{ source_id: string }>(
    sql`SELECT source_id FROM quarantine WHERE source = ${source} AND object = ${OBJECTS.user.object} AND resolved_at IS NULL`,
  );
  return new Set(rows.map(({ source_id }) => source_id));
}

/** Users who are for sure one contact: by a decision, by Pathful's id, by their stored rows or by a unique address. */
async function knownUsers(pool: Pool, directory: Directory): Promise<Map<string, number>> {
  const users = await pool.query<{ source_id: string; role: string; name_raw: string }>(sql`
    SELECT source_id, role, name_raw FROM pathful_user
    WHERE source = 'pathful' AND deleted_at IS NULL AND role IN ('teacher', 'volunteer')`);
  const bound = new Map<string, number>();
  for (const { source_id, role, name_raw } of users) {
    const who = certainly(
      {
        role: role === "teacher" ? "teacher" : "volunteer",
        key: source_id,
        userId: source_id,
        name: splitPersonName(recaseName(name_raw)),
        nameRaw: name_raw,
        school: null,
        place: null,
      },
      directory,
    );
    const contact =
      who?.kind === "contact" ? who.contact : who?.kind === "new" ? directory.linked.get(source_id) : undefined;
    if (contact !== undefined) bound.set(source_id, contact.id);
  }
  return bound;
}

const BOUND = { name: "stage_bound_user", columns: [...text("user_id"), ...integer("contact_id")] };

/** Notes which contacts users are. */
export async function bindUsers(pool: Pool, bound: ReadonlyMap<string, number>): Promise<void> {
  if (bound.size === 0) return;
  await pool.transaction(async (tx: Transaction) => {
    await tx.stage(BOUND, bound);
    const moved = await tx.run(sql`
      UPDATE pathful_user SET contact_id = b.contact_id FROM stage_bound_user b
      WHERE pathful_user.source = 'pathful' AND pathful_user.source_id = b.user_id
        AND (pathful_user.contact_id IS NULL OR pathful_user.contact_id <> b.contact_id)`);
    if (moved > 0) await markDirty(tx);
  });
}

/** Rows of the people who were made from Pathful before their user's addresses or title were known, or as they were before. */
async function outdatedPeople({ pool, source }: Work): Promise<SignUp[]> {
  const rows = await pool.query<{ source_id: string; payload: string }>(sql`
    SELECT r.source_id, r.payload FROM contact c
      JOIN pathful_user u ON u.source = ${source} AND u.source_id = c.pathful_user_id AND u.deleted_at IS NULL
      JOIN participation p ON p.contact_id = c.id AND p.source = ${source} AND p.deleted_at IS NULL
      JOIN raw_record r ON r.source = p.source AND r.object = ${OBJECTS.attendance.object} AND r.source_id = p.source_id
    WHERE c.source = ${source} AND c.deleted_at IS NULL
      AND (COALESCE(c.title, '') <> COALESCE(u.job_title, '')
        OR COALESCE(c.email, '') <> COALESCE(u.login_email, u.notification_email, '')
        OR (u.notification_email IS NOT NULL
          AND NOT EXISTS (SELECT 1 FROM contact_email e WHERE e.contact_id = c.id AND e.address = u.notification_email)))
    ORDER BY r.id`);
  return [...new Map(rows.map(({ source_id, payload }) => [source_id, payload])).values()].map(signUpFrom);
}

async function anyoneWaits({ pool, source }: Work): Promise<boolean> {
  const rows = await pool.query(sql`
    SELECT 1 FROM quarantine
    WHERE source = ${source} AND object = ${OBJECTS.attendance.object} AND resolved_at IS NULL AND waits_for_object = 'ticket' LIMIT 1`);
  return rows.length > 0;
}
