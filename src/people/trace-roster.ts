import sql from "sql-template-tag";
import { schoolYearLabel } from "../domain/index.js";
import { sourceLabel } from "../sources/index.js";
import { mayHold } from "./narrow.js";
import { NOTHING, type Tracer, traced } from "./trace-model.js";
import { cameJoin, clauses, many, otherYear, placeOf, type Sourced, sourced, whyGone } from "./trace-words.js";
import { beginsWords } from "./words.js";

interface Row extends Sourced {
  readonly school_year: number;
  readonly district_raw: string | null;
  readonly district: string | null;
  readonly building_raw: string;
  readonly school: string | null;
  readonly name_raw: string;
  readonly target_sessions: number;
  readonly link_basis: string | null;
  readonly teacher: string | null;
  readonly teacher_source: string | null;
  readonly teacher_id: string | null;
  readonly is_active: boolean | number;
  readonly inactive_since: string | null;
  readonly inactive_why: string | null;
}

/** Teachers of rosters by name or e-mail address: linked to whom by what, or why to nobody, and since when they are off it. */
export const traceRoster: Tracer = async (tracing) => {
  const { reader, asked } = tracing;
  if (asked.text === "") return NOTHING;
  const wanted =
    asked.email === null
      ? sql`(r.source_id = ${asked.text} OR ${mayHold(sql`r.name_raw`, asked.text)})`
      : sql`r.email = ${asked.email}`;
  const rows = await reader.query<Row>(sql`
    SELECT ${sourced("r")}, r.school_year, r.district_raw, d.name AS district, r.building_raw, s.name AS school, r.name_raw, r.target_sessions, r.link_basis,
      c.full_name AS teacher, c.source AS teacher_source, c.source_id AS teacher_id, r.is_active, r.inactive_since, r.inactive_why
    FROM roster_entry r LEFT JOIN district d ON d.id = r.district_id LEFT JOIN school s ON s.id = r.school_id
      LEFT JOIN contact c ON c.id = r.contact_id ${cameJoin("r")}
    WHERE ${wanted} ORDER BY r.school_year DESC, r.name_raw, r.id`);
  const called = rows.filter(
    ({ source_id, name_raw }) => asked.email !== null || source_id === asked.text || beginsWords(name_raw, asked.text),
  );
  return traced(called, (row) => ({
    what: "Roster entry",
    name: row.name_raw,
    ...placeOf(row, tracing),
    why:
      row.deleted_at === null
        ? clauses(
            `${schoolYearLabel(row.school_year)}, ${placeWords(row)}`,
            `target ${many(row.target_sessions, "session")}`,
            linkWords(row),
            offWords(row),
            otherYear(row.school_year, tracing),
          )
        : whyGone(row.source),
    isStudent: false,
  }));
};

function placeWords({ district, district_raw, school, building_raw }: Row): string {
  const building = school ?? `${building_raw || "no building"}, which no school is called`;
  const of = district ?? (district_raw === null ? "no district" : `${district_raw}, which no district is called`);
  return `${building}; ${of}`;
}

const BASES: Readonly<Record<string, string>> = {
  decision: "by a decision",
  email: "by e-mail address",
  pathful: "by the Pathful user of this e-mail address",
  name: "by the exact name, which nobody else has in the district",
};

function linkWords({ teacher, teacher_source, teacher_id, link_basis }: Row): string {
  if (teacher === null)
    return "linked to nobody: no teacher and no Pathful user is known by this e-mail address, and none in the district by this exact name (ruling P6)";
  return `linked to ${teacher}, ${sourceLabel(teacher_source ?? "")} ${teacher_id}, ${BASES[link_basis ?? ""] ?? "by what is not known"}`;
}

function offWords({ is_active, inactive_since, inactive_why }: Row): string | null {
  if (is_active) return null;
  const since = inactive_since === null ? "" : ` since ${inactive_since.slice(0, 10)}`;
  const why =
    inactive_why === "import_diff"
      ? "because the latest roster does not have them"
      : `by hand: ${inactive_why ?? "no reason given"}`;
  return `off the roster${since}, ${why}; counts in no progress`;
}
