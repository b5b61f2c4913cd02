import sql, { join } from "sql-template-tag";
import type { Pool, Reader } from "../pool/index.js";
import {
  type Description,
  driftOf,
  type FieldDrift,
  type KnownFields,
  type SalesforceObject,
} from "../sources/index.js";
import type { KeptSchema } from "./checkpoint.js";

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
/** A description is asked for anew after this long; one that lacked something, by the next sync of every hour. */
const LIFE = { whole: 7 * DAY, lacking: 50 * MINUTE };

/** @param isAsked somebody waits for the sync, who may just have been given what was lacking */
export function isYoung(
  { describedAt, missing, ignored = [] }: KeptSchema,
  object: SalesforceObject,
  { now, isAsked }: { readonly now: string; readonly isAsked: boolean },
): boolean {
  if (isAsked && missing.length > 0) return false;
  const chosen = object.ignored ?? [];
  if (ignored.length !== chosen.length || chosen.some((field) => !ignored.includes(field))) return false;
  const age = Date.parse(now) - Date.parse(describedAt);
  return age >= 0 && age < (missing.length === 0 ? LIFE.whole : LIFE.lacking);
}

/** The description as it is kept: of the wanted fields all that is compared later, of the others their names. */
export function keptSchema(
  object: SalesforceObject,
  now: Description,
  before: KeptSchema | null,
  describedAt: string,
): KeptSchema {
  const wanted = [...object.required, ...object.optional];
  const shown = wanted.filter((name) => name in now.fields);
  const { ignored = [] } = object;
  const missing = wanted.filter((name) => !(name in now.fields) && !ignored.includes(name));
  const known = { ...before?.lost, ...before?.fields };
  const isWanted = new Set(wanted);
  return {
    describedAt,
    isReplicateable: now.isReplicateable,
    fields: Object.fromEntries(shown.flatMap((name) => entry(name, now.fields[name]))),
    lost: Object.fromEntries(missing.flatMap((name) => entry(name, known[name]))),
    missing,
    ignored: [...ignored],
    others: Object.keys(now.fields).filter((name) => !isWanted.has(name)),
  };
}

const entry = <T>(name: string, value: T | undefined): (readonly [string, T])[] =>
  value === undefined ? [] : [[name, value]];

export const knownFields = ({ fields, lost = {}, missing, ignored = [], others }: KeptSchema): KnownFields => ({
  fields,
  lost,
  missing,
  ignored,
  others: others ?? null,
});

/** What has changed about an object's fields since `before`; nothing when it was never described. */
export const driftSince = (object: SalesforceObject, before: KeptSchema | null, now: Description): FieldDrift[] =>
  before === null ? [] : driftOf(object, knownFields(before), now);

/** What the person who asked should know of it: what is missing is said with every run already. */
export const driftNotices = (drift: readonly FieldDrift[]): string[] =>
  drift.flatMap(({ kind, likely, detail }) =>
    kind === "appeared" || kind === "ignored" || (kind === "removed" && likely === null)
      ? []
      : [`Schema drift: ${detail}`],
  );

const KINDS = { missing: "schema_field_missing", changed: "schema_changed" } as const;

/** Flags what is not as it was, a field that is missing for as long as it is; closes what is settled. */
export async function flagDrift(
  pool: Pool,
  source: string,
  object: SalesforceObject,
  drift: readonly FieldDrift[],
  now: string,
): Promise<void> {
  const findings = drift.filter(({ kind }) => kind !== "appeared" && kind !== "ignored");
  const keyOf = (field: string) => `${object.name}.${field}`;
  await pool.transaction(async (tx) => {
    for (const { field, kind, detail } of findings) {
      const severity = kind === "removed" && object.required.includes(field) ? "warning" : "notice";
      await tx.run(sql`
        INSERT INTO flag (kind, entity, source, source_id, severity, detail, opened_at)
        VALUES (${kind === "removed" ? KINDS.missing : KINDS.changed}, 'schema', ${source}, ${keyOf(field)}, ${severity}, ${detail}, ${now})
        ON CONFLICT (kind, entity, source, source_id) DO UPDATE SET
          detail = excluded.detail, severity = excluded.severity, resolved_at = NULL,
          opened_at = CASE WHEN flag.resolved_at IS NULL THEN flag.opened_at ELSE excluded.opened_at END`);
    }
    const open = findings.map(
      ({ field, kind }) => `${kind === "removed" ? KINDS.missing : KINDS.changed} ${keyOf(field)}`,
    );
    await tx.run(sql`
      UPDATE flag SET resolved_at = ${now}
      WHERE entity = 'schema' AND source = ${source} AND resolved_at IS NULL
        AND substr(source_id, 1, ${object.name.length + 1}) = ${`${object.name}.`}
        AND kind || ' ' || source_id NOT IN (${join(open.length === 0 ? [""] : open)})`);
  });
}

/** Whether a needed field of an object was missing when it was last looked at: then it is looked at again. */
export async function lacksNeeded(reader: Reader, source: string, object: SalesforceObject): Promise<boolean> {
  const found = await reader.query(sql`
    SELECT 1 AS one FROM flag WHERE kind = ${KINDS.missing} AND entity = 'schema' AND source = ${source} AND severity = 'warning'
      AND resolved_at IS NULL AND source_id IN (${join(object.required.map((field) => `${object.name}.${field}`))}) LIMIT 1`);
  return found.length > 0;
}
