import sql, { type Sql } from "sql-template-tag";
import { z } from "zod";
import type { Reader, Transaction } from "../pool/index.js";
import { cleanText } from "../reply/index.js";
import type { TeacherLink } from "./teacher-links.js";

/** What a teacher can say is wrong, with the words of the form. */
export const REMARK_KINDS = {
  not_there: "I was not at this session",
  missing: "A session that I attended is missing, or not shown as attended",
  wrong_school: "My school is wrong",
  other: "Something else",
} as const;
export type RemarkKind = keyof typeof REMARK_KINDS;

export const LONGEST_REMARK = 1_000;
/** More than these of one teacher and year are not taken until some are answered. */
const MOST_OPEN = 20;

const KINDS = Object.keys(REMARK_KINDS) as [RemarkKind, ...RemarkKind[]];

/** A remark as its form sends it. The errors are what its fields say. */
export const remarkSchema = z
  .object({
    kind: z.enum(KINDS, { error: "Choose what is wrong." }),
    /** `source:id` of a session; empty for the page as a whole. */
    session: z.string().max(200, { error: "Choose one of the sessions listed." }).default(""),
    text: z
      .string()
      .transform((came) => cleanText(came).trim())
      .pipe(
        z
          .string()
          .min(1, { error: "Say in a sentence what is wrong." })
          .max(LONGEST_REMARK, {
            error: ({ input }) =>
              `Keep it to ${LONGEST_REMARK} characters; this has ${typeof input === "string" ? input.length : "more"}.`,
          }),
      ),
  })
  .refine(({ kind, session }) => kind !== "not_there" || session !== "", {
    path: ["session"],
    error: "Choose the session that you were not at.",
  });
export type Remark = z.infer<typeof remarkSchema>;

/** How a session is named in the form. */
export const sessionReference = ({
  source,
  sourceId,
}: {
  readonly source: string;
  readonly sourceId: string;
}): string => `${source}:${sourceId}`;

/** Keeps a remark; null when as many as can be taken are open already. @returns its number */
export async function keepRemark(
  tx: Transaction,
  { id, email, schoolYear }: TeacherLink,
  { kind, session, text }: Remark,
  now: string,
): Promise<number | null> {
  const [open] = await tx.query<{ open: number }>(
    sql`SELECT COUNT(*) AS open FROM teacher_remark WHERE email = ${email} AND school_year = ${schoolYear} AND answered_at IS NULL`,
  );
  if ((open?.open ?? 0) >= MOST_OPEN) return null;
  const cut = session.indexOf(":");
  const [source, sourceId] = session === "" ? [null, null] : [session.slice(0, cut), session.slice(cut + 1)];
  const [row] = await tx.query<{ id: number }>(sql`
    INSERT INTO teacher_remark (link_id, email, school_year, source, source_id, kind, text, created_at)
    VALUES (${id}, ${email}, ${schoolYear}, ${source}, ${sourceId}, ${kind}, ${text}, ${now}) RETURNING id`);
  return row?.id ?? null;
}

/** What the teacher has said so far, and what came of it. */
export interface OwnRemark {
  readonly kind: RemarkKind;
  readonly text: string;
  readonly at: string;
  /** Null while it is open. */
  readonly answeredAt: string | null;
  readonly answer: string | null;
}

interface Row {
  readonly id: number;
  readonly kind: RemarkKind;
  readonly text: string;
  readonly created_at: string;
  readonly answer: string | null;
  readonly answered_by: string | null;
  readonly answered_at: string | null;
}

export async function remarksOfTeacher(
  reader: Reader,
  { email, schoolYear }: Pick<TeacherLink, "email" | "schoolYear">,
): Promise<readonly OwnRemark[]> {
  const rows = await reader.query<Row>(sql`
    SELECT id, kind, text, created_at, answer, answered_by, answered_at FROM teacher_remark
    WHERE email = ${email} AND school_year = ${schoolYear} ORDER BY created_at DESC, id DESC`);
  return rows.map(({ kind, text, created_at, answer, answered_at }) => ({
    kind,
    text,
    at: created_at,
    answeredAt: answered_at,
    answer,
  }));
}

/** A remark as those see it who look into it. */
export interface TeacherRemark extends OwnRemark {
  readonly id: number;
  readonly email: string;
  readonly teacher: string;
  readonly school: string | null;
  readonly schoolYear: number;
  /** The session it is about; null for the page as a whole. */
  readonly session: { readonly title: string; readonly date: string } | null;
  readonly answeredBy: string | null;
}

interface ListedRow extends Row {
  readonly email: string;
  readonly school_year: number;
  readonly teacher: string | null;
  readonly school: string | null;
  readonly title: string | null;
  readonly local_date: string | null;
}

/** Remarks that nobody has answered yet, the oldest first; or those answered, the latest first. */
export const listRemarks = (reader: Reader, which: "open" | "answered"): Promise<TeacherRemark[]> =>
  which === "open"
    ? remarks(reader, sql`m.answered_at IS NULL ORDER BY m.created_at, m.id`)
    : remarks(reader, sql`m.answered_at IS NOT NULL ORDER BY m.answered_at DESC, m.id DESC`);

/** The remark of a number; null when there is none. */
export async function remarkWithId(reader: Reader, id: number): Promise<TeacherRemark | null> {
  return (await remarks(reader, sql`m.id = ${id}`))[0] ?? null;
}

async function remarks(reader: Reader, which: Sql): Promise<TeacherRemark[]> {
  const rows = await reader.query<ListedRow>(sql`
    SELECT m.id, m.kind, m.text, m.created_at, m.answer, m.answered_by, m.answered_at, m.email, m.school_year,
      COALESCE(c.full_name, r.name_raw) AS teacher, COALESCE(s.name, r.building_raw) AS school, e.title, e.local_date
    FROM teacher_remark m
    LEFT JOIN roster_entry r ON r.id = (
      SELECT MIN(x.id) FROM roster_entry x WHERE x.email = m.email AND x.school_year = m.school_year AND x.deleted_at IS NULL)
    LEFT JOIN contact c ON c.id = r.contact_id AND c.deleted_at IS NULL
    LEFT JOIN school s ON s.id = r.school_id
    LEFT JOIN event e ON e.source = m.source AND e.source_id = m.source_id
    WHERE ${which}`);
  return rows.map((row) => ({
    id: row.id,
    kind: row.kind,
    text: row.text,
    at: row.created_at,
    answer: row.answer,
    answeredAt: row.answered_at,
    answeredBy: row.answered_by,
    email: row.email,
    teacher: row.teacher ?? row.email,
    school: row.school,
    schoolYear: row.school_year,
    session: row.title === null || row.local_date === null ? null : { title: row.title, date: row.local_date },
  }));
}

/** Closes an open remark, with what came of it. @returns whether it was open */
export async function answerRemark(
  tx: Transaction,
  id: number,
  { answer, by, now }: { readonly answer: string | null; readonly by: string; readonly now: string },
): Promise<boolean> {
  const changed = await tx.run(sql`
    UPDATE teacher_remark SET answer = ${answer}, answered_by = ${by}, answered_at = ${now}
    WHERE id = ${id} AND answered_at IS NULL`);
  return changed > 0;
}

/** Opens an answered remark again. @returns whether it was answered */
export async function reopenRemark(tx: Transaction, id: number): Promise<boolean> {
  const changed = await tx.run(sql`
    UPDATE teacher_remark SET answer = NULL, answered_by = NULL, answered_at = NULL
    WHERE id = ${id} AND answered_at IS NOT NULL`);
  return changed > 0;
}
