import sql from "sql-template-tag";
import { foldText, recaseName } from "../../domain/index.js";
import type { Transaction } from "../../pool/index.js";
import { stageKeys } from "../page-context.js";
import type { UserAddresses } from "./directory.js";
import { type Person, personId } from "./people.js";
import type { Place } from "./places.js";
import {
  boolean,
  buryRows,
  integer,
  isSame,
  type Known,
  type Row,
  rowOf,
  type Shape,
  tally,
  text,
  writeRows,
} from "./rows.js";
import { isNoCompany, isPartner, type Plan } from "./take-in.js";
import { bearing, OBJECTS, type Work } from "./work.js";

const CONTACT: Shape = {
  table: "contact",
  columns: [
    ...text(
      "kind",
      "kind_raw",
      "first_name",
      "last_name",
      "name_raw",
      "full_name",
      "title",
      "email",
      "pathful_user_id",
    ),
    ...integer("school_id"),
  ],
};

const AFFILIATION: Shape = {
  table: "affiliation",
  columns: [
    ...integer("contact_id", "organization_id"),
    ...text("account_kind", "account_source_id", "status"),
    ...boolean("is_primary"),
  ],
};

const KIND_RAW = { teacher: "Educator", volunteer: "Professional" } as const;
const ROWS_PER_TRANSACTION = 1_000;

interface Newcomer {
  readonly person: Person;
  readonly row: Row;
  readonly user: UserAddresses | undefined;
  readonly organization: Place | null;
}

/**
 * Makes those people near whom nobody is known, and brings up to date those who were made before. A volunteer's company is their affiliation, so that
 * its sessions are credited (rulings, small print). @returns personId → contact, for everybody whose rows can be stored
 */
export async function storePeople(work: Work, plan: Plan): Promise<Map<string, number>> {
  const { source, pool } = work;
  const wanted = new Set(
    plan.items.flatMap(({ fate }) => (fate.kind === "stored" ? [personId(fate.role, fate.person)] : [])),
  );
  const known = await readKnown(work);
  const newcomers: Newcomer[] = [];
  for (const [id, person] of plan.people) {
    const who = plan.who.get(id);
    if (wanted.has(id) && who?.kind === "new" && who.key === person.key) newcomers.push(newcomer(work, plan, person));
  }
  const batch = await work.batch(OBJECTS.person.object, OBJECTS.person.label);
  for (let at = 0; at < newcomers.length; at += ROWS_PER_TRANSACTION) {
    const piece = newcomers.slice(at, at + ROWS_PER_TRANSACTION);
    work.stage(OBJECTS.person.label, at, newcomers.length);
    await batch.transaction(async (context) => {
      const own = bearing(context, source, OBJECTS.person.object);
      const changed = piece.filter(({ row }) => !isSame(row, known.get(row.sourceId)));
      await writeRows(
        own,
        CONTACT,
        changed.map(({ row }) => row),
      );
      const ids = await idsOf(
        own.tx,
        source,
        changed.map(({ row }) => row.sourceId),
      );
      await writeAddresses(own.tx, changed, ids);
      await writeRows(own, AFFILIATION, affiliationsOf(changed, ids));
      await buryRows(
        own,
        "affiliation",
        changed.filter(({ organization }) => organization === null).map(({ row }) => row.sourceId),
      );
      const inserted = changed.filter(({ row }) => !known.has(row.sourceId)).length;
      return {
        counts: tally({ inserted, updated: changed.length - inserted, unchanged: piece.length - changed.length }),
        refused: 0,
      };
    });
  }
  const rows = await pool.query<{ id: number; source_id: string }>(
    sql`SELECT id, source_id FROM contact WHERE source = ${source} AND deleted_at IS NULL`,
  );
  const made = new Map(rows.map(({ id, source_id }) => [source_id, id]));
  const contacts = new Map<string, number>();
  for (const id of wanted) {
    const who = plan.who.get(id);
    const contact = who?.kind === "contact" ? who.contact.id : who?.kind === "new" ? made.get(who.key) : undefined;
    if (contact !== undefined) contacts.set(id, contact);
  }
  return contacts;
}

async function readKnown({ pool, source }: Work): Promise<Map<string, Known>> {
  const rows = await pool.query<{ source_id: string; record_hash: string; deleted_at: string | null }>(
    sql`SELECT source_id, record_hash, deleted_at FROM contact WHERE source = ${source}`,
  );
  return new Map(rows.map((row) => [row.source_id, { hash: row.record_hash, deletedAt: row.deleted_at }]));
}

function newcomer(work: Work, { directory }: Plan, person: Person): Newcomer {
  const { role, name, userId, nameRaw, school, place } = person;
  const user = userId === null ? undefined : directory.users.get(userId);
  const fullName = recaseName([name?.first, name?.last].filter((part) => part !== null).join(" ")) ?? "(no name)";
  const schoolId =
    role === "teacher" && school !== null && !isPartner(school, work)
      ? (directory.schools.find(school, foldText(place ?? "")).place?.id ?? null)
      : null;
  const organization =
    role === "volunteer" && place !== null && !isNoCompany(place) ? directory.organizations.find(place).place : null;
  const values = [
    role,
    KIND_RAW[role],
    name?.first ?? null,
    name?.last ?? null,
    nameRaw,
    fullName,
    user?.jobTitle ?? null,
    user?.loginEmail ?? null,
    userId,
    schoolId,
  ];
  const row = rowOf(person.key, values);
  // The addresses and the company are no columns of the contact, and change it all the same.
  const { hash } = rowOf(person.key, [row.hash, organization?.id ?? null, ...(user?.addresses ?? [])]);
  return { person, row: { ...row, hash }, user, organization };
}

async function idsOf(tx: Transaction, source: string, sourceIds: readonly string[]): Promise<Map<string, number>> {
  await stageKeys(tx, sourceIds);
  const rows = await tx.query<{ id: number; source_id: string }>(sql`
    SELECT c.id, c.source_id FROM stage_key k JOIN contact c ON c.source = ${source} AND c.source_id = k.source_id`);
  return new Map(rows.map(({ id, source_id }) => [source_id, id]));
}

async function writeAddresses(
  tx: Transaction,
  newcomers: readonly Newcomer[],
  ids: ReadonlyMap<string, number>,
): Promise<void> {
  const rows = newcomers.flatMap(({ row, user }) => {
    const id = ids.get(row.sourceId);
    const addresses = [...new Set(user?.addresses ?? [])];
    return id === undefined ? [] : addresses.map((address) => [id, address, address === user?.loginEmail] as const);
  });
  await tx.stage(
    { name: "stage_virtual_contact_id", columns: integer("contact_id") },
    [...ids.values()].map((id) => [id]),
  );
  await tx.run(sql`DELETE FROM contact_email WHERE contact_id IN (SELECT contact_id FROM stage_virtual_contact_id)`);
  await tx.stage(
    { name: "stage_virtual_email", columns: [...integer("contact_id"), ...text("address"), ...boolean("is_primary")] },
    rows,
  );
  await tx.run(sql`
    INSERT INTO contact_email (contact_id, address, raw, kind, is_primary)
    SELECT contact_id, address, address, 'other', is_primary FROM stage_virtual_email WHERE true`);
}

/** Since when and until when somebody belongs to the company nobody said: both stay open (ruling E5). */
const affiliationsOf = (newcomers: readonly Newcomer[], ids: ReadonlyMap<string, number>): Row[] =>
  newcomers.flatMap(({ row, organization }) => {
    const id = ids.get(row.sourceId);
    return id === undefined || organization === null
      ? []
      : [rowOf(row.sourceId, [id, organization.id, "organization", organization.sourceId, null, false])];
  });
