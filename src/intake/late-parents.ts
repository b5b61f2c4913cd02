import sql from "sql-template-tag";
import type { RecordKind } from "../sources/index.js";
import { type PageContext, stageKeys } from "./page-context.js";

/**
 * Points rows at schools, districts, classes and events that came after them, and at accounts that changed their sort. These parents may be missing, so the
 * rows did not wait.
 * @param arrived source ids that are new, or live again, by kind
 * @param moved source ids of accounts that were of another kind before
 */
export async function pointAtLateParents(
  { tx, source }: PageContext,
  arrived: Readonly<Partial<Record<RecordKind, readonly string[]>>>,
  moved: readonly string[],
): Promise<void> {
  const districts = arrived.district ?? [];
  const schools = arrived.school ?? [];
  const classes = arrived.school_class ?? [];
  const events = arrived.event ?? [];
  if (districts.length > 0) {
    await stageKeys(tx, districts);
    await tx.run(sql`
      UPDATE school SET district_id = (SELECT d.id FROM district d WHERE d.source = school.source AND d.source_id = school.parent_source_id)
      WHERE source = ${source} AND parent_source_id IN (SELECT source_id FROM stage_key)`);
  }
  if (schools.length > 0) {
    await stageKeys(tx, schools);
    await tx.run(sql`
      UPDATE event SET school_id = (SELECT sc.id FROM school sc WHERE sc.source = event.source AND sc.source_id = event.school_source_id)
      WHERE source = ${source} AND school_source_id IN (SELECT source_id FROM stage_key)`);
    await tx.run(sql`
      UPDATE contact SET school_id = (SELECT sc.id FROM school sc WHERE sc.source = contact.source AND sc.source_id = contact.primary_affiliation_source_id)
      WHERE source = ${source} AND kind IN ('teacher', 'student') AND primary_affiliation_source_id IN (SELECT source_id FROM stage_key)`);
    await tx.run(sql`
      UPDATE school_class SET school_id = (SELECT sc.id FROM school sc WHERE sc.source = school_class.source AND sc.source_id = school_class.school_source_id)
      WHERE source = ${source} AND school_source_id IN (SELECT source_id FROM stage_key)`);
  }
  if (classes.length > 0) {
    await stageKeys(tx, classes);
    await tx.run(sql`
      UPDATE contact SET class_id = (SELECT k.id FROM school_class k WHERE k.source = contact.source AND k.source_id = contact.class_source_id)
      WHERE source = ${source} AND class_source_id IN (SELECT source_id FROM stage_key)`);
  }
  if (events.length > 0) {
    await stageKeys(tx, events);
    await tx.run(sql`
      UPDATE communication SET event_id = (SELECT e.id FROM event e WHERE e.source = communication.source AND e.source_id = communication.related_source_id)
      WHERE source = ${source} AND related_source_id IN (SELECT source_id FROM stage_key)`);
  }
  if (moved.length === 0) return;
  await stageKeys(tx, moved);
  await tx.run(sql`
    UPDATE affiliation SET
      organization_id = (SELECT o.id FROM organization o WHERE o.source = affiliation.source AND o.source_id = affiliation.account_source_id AND o.deleted_at IS NULL),
      account_kind = CASE
        WHEN EXISTS (SELECT 1 FROM organization o WHERE o.source = affiliation.source AND o.source_id = affiliation.account_source_id AND o.deleted_at IS NULL) THEN 'organization'
        WHEN EXISTS (SELECT 1 FROM school sc WHERE sc.source = affiliation.source AND sc.source_id = affiliation.account_source_id AND sc.deleted_at IS NULL) THEN 'school'
        ELSE 'district' END
    WHERE source = ${source} AND account_source_id IN (SELECT source_id FROM stage_key)`);
  const left = sql`SELECT sc.id FROM school sc JOIN stage_key k ON k.source_id = sc.source_id WHERE sc.source = ${source} AND sc.deleted_at IS NOT NULL`;
  await tx.run(sql`UPDATE contact SET school_id = NULL WHERE school_id IN (${left})`);
  await tx.run(sql`UPDATE event SET school_id = NULL WHERE school_id IN (${left})`);
  await tx.run(sql`UPDATE school_class SET school_id = NULL WHERE school_id IN (${left})`);
  await tx.run(sql`
    UPDATE school SET district_id = NULL WHERE district_id IN (
      SELECT d.id FROM district d JOIN stage_key k ON k.source_id = d.source_id WHERE d.source = ${source} AND d.deleted_at IS NOT NULL)`);
}
