import sql, { join, raw, type Sql } from "sql-template-tag";
import { eventTypeLabel, schoolYearLabel } from "../domain/index.js";
import { showMonth } from "../reply/index.js";
import { bandAt } from "./band.js";
import { PERSON, personOf } from "./columns.js";
import type { Context } from "./context.js";
import { anyOf, type Dimension, dimension } from "./dimension.js";
import type { DimensionId, Key } from "./model.js";
import { isSkilledIn, isSpokenOn, SPOKEN, skilledPeople } from "./own-pathways.js";
import { isOf } from "./persons.js";

const nameOf =
  (table: "district" | "school") =>
  (key: Sql): Sql =>
    sql`(SELECT named.name FROM ${raw(table)} named WHERE named.id = ${key})`;

const fullName = (key: Sql): Sql => sql`(SELECT named.full_name FROM contact named WHERE named.id = ${key})`;

const district = dimension({
  id: "district",
  label: "District",
  also: ["districts"],
  unknown: "Unknown",
  joins: sql`LEFT JOIN event_district ed ON ed.event_id = e.id`,
  key: sql`ed.district_id`,
  labelled: nameOf("district"),
  many: true,
  has(values) {
    const known = values.filter((value) => value !== null);
    const parts: Sql[] = [];
    if (known.length > 0) {
      parts.push(
        sql`EXISTS (SELECT 1 FROM event_district x WHERE x.event_id = e.id AND x.district_id IN (${join(known)}))`,
      );
    }
    if (known.length < values.length)
      parts.push(sql`NOT EXISTS (SELECT 1 FROM event_district x WHERE x.event_id = e.id)`);
    return sql`(${join(parts, " OR ")})`;
  },
});

const school = dimension({
  id: "school",
  label: "School",
  also: ["schools"],
  unknown: "Unknown",
  key: sql`e.school_id`,
  labelled: nameOf("school"),
});

const LEVELS = ["Elementary", "Middle", "High", "Other"];

const schoolLevel = dimension({
  id: "school_level",
  label: "School level",
  also: ["level", "levels", "school-level"],
  unknown: "Unknown",
  joins: sql`LEFT JOIN school sv ON sv.id = e.school_id`,
  key: sql`sv.level`,
  has: (values) => anyOf(sql`(SELECT sx.level FROM school sx WHERE sx.id = e.school_id)`, values),
});

/** The district of a person's own school. */
const homeDistrict = dimension({
  id: "home_district",
  label: "Home district",
  also: ["home-district"],
  unknown: "Unknown",
  of: "person",
  follows: ["school_id"],
  joins: sql`LEFT JOIN school hs ON hs.id = c.school_id`,
  key: sql`hs.district_id`,
  labelled: nameOf("district"),
  // With a plus, or SQLite would begin with everybody of those schools, and they are students for the most part.
  has: (values) =>
    values.includes(null)
      ? anyOf(sql`(SELECT hx.district_id FROM school hx WHERE hx.id = c.school_id)`, values)
      : sql`+c.school_id IN (SELECT hx.id FROM school hx WHERE hx.district_id IN (${join(values)}))`,
});

const homeSchool = dimension({
  id: "home_school",
  label: "Home school",
  also: ["home-school"],
  unknown: "Unknown",
  of: "person",
  follows: ["school_id"],
  key: sql`c.school_id`,
  labelled: nameOf("school"),
  leads: true,
});

const homeLevel = dimension({
  id: "home_level",
  label: "Level of the home school",
  also: ["home-level"],
  unknown: "Unknown",
  of: "person",
  follows: ["school_id"],
  joins: sql`LEFT JOIN school hs ON hs.id = c.school_id`,
  key: sql`hs.level`,
  has: (values) => anyOf(sql`(SELECT hx.level FROM school hx WHERE hx.id = c.school_id)`, values),
});

/** An event may belong to several pathways (ruling E8); the key is the pathway's name in config/pathways.yml. */
const pathway = dimension({
  id: "pathway",
  label: "Pathway",
  also: ["pathways"],
  unknown: "No pathway",
  joins: sql`LEFT JOIN event_pathway ep ON ep.event_id = e.id`,
  key: sql`ep.pathway`,
  many: true,
  implies: "in_pathway",
  has(values) {
    const known = values.filter((value) => value !== null);
    const parts: Sql[] = [];
    if (known.length > 0)
      parts.push(sql`EXISTS (SELECT 1 FROM event_pathway x WHERE x.event_id = e.id AND x.pathway IN (${join(known)}))`);
    if (known.length < values.length)
      parts.push(sql`NOT EXISTS (SELECT 1 FROM event_pathway x WHERE x.event_id = e.id)`);
    return sql`(${join(parts, " OR ")})`;
  },
});

/** K-8 or 9-12 at the event (ruling E7). */
const band = dimension({
  id: "band",
  label: "Grade band",
  also: ["bands", "grade-band", "grade_band"],
  unknown: "Level unknown",
  of: "person",
  follows: ["school_id", "grade"],
  key: sql`NULL`,
  within(context) {
    const key = bandAt(context);
    return { key, has: (values) => anyOf(key, values) };
  },
});

/** What a volunteer spoke on at an event, whatever the event's own pathways (ruling E8). */
const spokenPathway = dimension({
  id: "spoken_pathway",
  label: "Pathway",
  unknown: "No pathway",
  offered: false,
  of: "person",
  joins: sql`LEFT JOIN decision so ON ${SPOKEN}`,
  key: sql`so.value`,
  many: true,
  implies: "speaks",
  has: (values) => ofAny(values, isSpokenOn, sql`so.value`),
});

/** The pathways that a volunteer's own skills carry, by config/pathways.yml (ruling E8). */
const skilledPathway = dimension({
  id: "skilled_pathway",
  label: "Pathway",
  unknown: "No pathway",
  offered: false,
  of: "person",
  key: sql`own.pathway`,
  many: true,
  isDear: true,
  implies: "skilled",
  within(context) {
    const { pathways } = context.organization;
    const joinsOf = (person: Sql) => sql`LEFT JOIN (${skilledPeople(pathways)}) own ON own.person = ${person}`;
    return {
      joins: joinsOf(personOf(context)),
      joinsOf,
      has: (values) => ofAny(values, (which) => isSkilledIn(pathways, personOf(context), which), sql`carried.pathway`),
    };
  },
});

/** Holds when one of the values is among those there are; null among them: when there is none at all. */
function ofAny(values: readonly Key[], holds: (which: Sql) => Sql, value: Sql): Sql {
  const known = values.filter((each) => each !== null);
  const parts = known.length > 0 ? [holds(sql`${value} IN (${join(known)})`)] : [];
  if (known.length < values.length) parts.push(sql`NOT ${holds(sql`TRUE`)}`);
  return sql`(${join(parts, " OR ")})`;
}

const host = dimension({
  id: "host",
  label: "Host",
  also: ["hosts"],
  unknown: "Unknown",
  key: sql`e.host`,
});

const schoolYear = dimension({
  id: "school_year",
  label: "School year",
  also: ["year", "years", "school-year", "schoolyear", "sy"],
  order: "key",
  key: sql`e.school_year`,
  name: (key) => schoolYearLabel(Number(key)),
});

const month = dimension({
  id: "month",
  label: "Month",
  also: ["months"],
  order: "key",
  key: sql`substr(e.local_date, 1, 7)`,
  name: (key) => showMonth(String(key)),
});

const eventType = dimension({
  id: "event_type",
  label: "Event type",
  also: ["type", "types", "event-type"],
  key: sql`e.type`,
  name: (key) => eventTypeLabel(String(key)),
});

const format = dimension({
  id: "format",
  label: "Format",
  also: ["formats"],
  key: sql`e.format`,
  name: (key) => formatLabel(String(key)),
});

const event = dimension({
  id: "event",
  label: "Event",
  offered: false,
  key: sql`e.id`,
  labelled: (key) => sql`(SELECT te.title FROM event te WHERE te.id = ${key})`,
});

/** Bucket of events at which no volunteer is recorded: not the same as one who is Independent. */
export const NOBODY = "";

/** The Bible's M40 compares names exactly; a name shared by two accounts is one organisation. */
const organisation = dimension({
  id: "organisation",
  label: "Organisation",
  also: ["org", "orgs", "organisations", "organization", "organizations", "company"],
  unknown: "Independent",
  of: "volunteer participation",
  joins: sql`LEFT JOIN organization o ON o.id = p.credited_organization_id`,
  key: sql`o.name`,
  name: (key) => (key === NOBODY ? "No volunteer recorded" : String(key)),
  has(values) {
    const known = values.filter((value) => value !== null);
    const parts: Sql[] = [];
    if (known.length > 0) {
      parts.push(sql`p.credited_organization_id IN (SELECT id FROM organization WHERE name IN (${join(known)}))`);
    }
    if (known.length < values.length) parts.push(sql`p.credited_organization_id IS NULL`);
    return parts.length === 1 ? sql`${parts[0]}` : sql`(${join(parts, " OR ")})`;
  },
  leads: true,
});

const volunteer = dimension({
  id: "volunteer",
  label: "Volunteer",
  also: ["volunteers"],
  sensitivity: "name",
  of: "volunteer participation",
  key: PERSON,
  labelled: fullName,
  has: (values) => isOf("p", values),
  leads: true,
});

const teacher = dimension({
  id: "teacher",
  label: "Teacher",
  also: ["teachers"],
  sensitivity: "name",
  of: "person",
  key: PERSON,
  labelled: fullName,
});

const student = dimension({
  id: "student",
  label: "Student",
  sensitivity: "student",
  offered: false,
  of: "person",
  key: PERSON,
  labelled: fullName,
});

const BASES: Readonly<Record<string, string>> = {
  manual: "said by a person",
  address: "by address",
  inferred: "inferred from an in-person event",
  none: "nothing known",
};

/** What the locality of a volunteer rests on (ruling P5, EX2). */
const localBasis = dimension({
  id: "local_basis",
  label: "Basis of locality",
  offered: false,
  of: "person",
  follows: ["local_basis"],
  key: sql`c.local_basis`,
  name: (key) => BASES[key] ?? String(key),
});

export const LOCAL_BASES: readonly string[] = Object.keys(BASES);

export const DIMENSION: Readonly<Record<DimensionId, Dimension>> = {
  district,
  school,
  school_level: schoolLevel,
  home_district: homeDistrict,
  home_school: homeSchool,
  home_level: homeLevel,
  band,
  pathway,
  spoken_pathway: spokenPathway,
  skilled_pathway: skilledPathway,
  school_year: schoolYear,
  month,
  event_type: eventType,
  format,
  host,
  organisation,
  volunteer,
  teacher,
  student,
  local_basis: localBasis,
  event,
};

export const formatLabel = (format: string): string => (format === "virtual" ? "Virtual" : "In person");

/** Levels that a school can have, for filters. */
export const SCHOOL_LEVELS: readonly string[] = LEVELS;

/** A dimension as it is read with this configuration on this day. */
export function dimensionIn(id: DimensionId, context: Context): Dimension {
  const { within } = DIMENSION[id];
  return within === null ? DIMENSION[id] : { ...DIMENSION[id], ...within(context) };
}

/** The dimension that a word names, as in by:year. */
export function dimensionNamed(word: string): Dimension | null {
  const folded = word.trim().toLowerCase().replaceAll(" ", "_");
  const found = Object.values(DIMENSION).find(
    ({ id, also }) => id === folded || also.includes(folded.replaceAll("_", "-")) || also.includes(folded),
  );
  return found ?? null;
}
