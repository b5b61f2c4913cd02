// A labelled set read from a CSV: which columns say whom a record is about is guessed by their headers, and which records are one by a column of
// clusters, or by a record id as in "rec-12-org" and "rec-12-dup-0".
import { readFileSync } from "node:fs";
import { parse } from "csv-parse/sync";
import { foldText, surnameKey } from "../../dist/src/domain/index.js";
import { code, day, givenName, namePart, surname, text } from "../../dist/src/identity/likeness/index.js";

const CLUSTER = ["cluster", "cluster_id"];
const RECORD = ["rec_id", "record_id", "unique_id", "id"];
const GIVEN = ["given_name", "first_name", "firstname"];
const SURNAME = ["surname", "last_name", "lastname"];
const MEANINGS = {
  day: ["date_of_birth", "birthdate", "dob"],
  code: [
    "soc_sec_id",
    "ssn",
    "student_id",
    "email",
    "phone",
    "phone_number",
    "postcode",
    "zip",
    "street_number",
    "state",
  ],
};

/** The records of a file, how to compare them, and which of them are one. */
export function readLabelled(file) {
  const rows = parse(readFileSync(file, "utf8"), { columns: true, trim: true, skip_empty_lines: true, bom: true });
  const headers = Object.keys(rows[0] ?? {});
  const pick = (names) => headers.find((header) => names.includes(header.toLowerCase()));
  const cluster = pick(CLUSTER);
  const record = pick(RECORD);
  if (cluster === undefined && record === undefined)
    throw new Error(
      `${file} has no labels: expected a column ${[...CLUSTER, ...RECORD].join(", ")}, got ${headers.join(", ")}.`,
    );
  const clusterOf = (row) => (cluster === undefined ? /^\D*\d+/.exec(row[record])?.[0] : row[cluster]);
  const values = headers.filter((header) => header !== cluster && header !== record);
  return { rows, clusters: rows.map(clusterOf), plan: planOf(values, pick(GIVEN), pick(SURNAME)) };
}

/** Nothing is known of the columns but their headers, and what is in them only through learning. */
function planOf(headers, given, last) {
  const folded = (header) => (row) => foldText(row[header] ?? "").replaceAll(" ", "");
  const said = (header) => (row) => folded(header)(row) || null;
  const part = (self, other, key) => (row) =>
    key(row[self] ?? "") === "" ? null : namePart(key(row[self]), key(row[other] ?? ""));
  const kindOf = (header) =>
    Object.keys(MEANINGS).find((kind) => MEANINGS[kind].includes(header.toLowerCase())) ?? "text";
  const fields = headers.map((name) => {
    if (name === given) return givenName({ name, read: part(given, last, foldText) });
    if (name === last) return surname({ name, read: part(last, given, surnameKey) });
    if (kindOf(name) === "day") return day({ name, read: (row) => dayOf(row[name]) });
    return kindOf(name) === "code" ? code({ name, read: said(name) }) : text({ name, read: said(name) });
  });
  const strong = headers.filter((header) => kindOf(header) !== "text" && !isCoarse(header));
  const words = headers.filter((header) => kindOf(header) === "text" && header !== given && header !== last);
  const places = headers.filter((header) => isCoarse(header) && !/state|number/i.test(header));
  const blockOf = (...parts) => ({
    name: parts.map(({ header }) => header).join(" + "),
    fields: parts.map(({ header }) => header),
    keys: (row) => {
      const all = parts.map(({ header, letters }) => folded(header)(row).slice(0, letters));
      return all.includes("") ? [] : [all.join(" ")];
    },
  });
  const whole = (header) => ({ header });
  const start = (header, letters) => ({ header, letters });
  const blocks = [
    ...strong.map((header) => blockOf(whole(header))),
    ...(given && last ? [blockOf(start(last, 4), start(given, 1)), blockOf(start(given, 4), start(last, 1))] : []),
    ...(last ? places.map((place) => blockOf(whole(place), start(last, 1))) : []),
    ...(given ? words.map((word) => blockOf(start(word, 6), start(given, 2))) : []),
  ];
  return { fields, blocks, isSure: (level) => isSure(level, strong, given, last) };
}

const isCoarse = (header) => /^(postcode|zip|state|street_number)$/i.test(header);

/** The strongest column and a name are letter for letter the same, or two strong ones are. */
function isSure(level, strong, given, last) {
  const exact = strong.filter((header) => level(header) === "exact").length;
  return exact >= 2 || (exact === 1 && level(given) === "exact" && level(last) === "exact");
}

/** "19560409" and "1956-04-09" as YYYY-MM-DD; anything else says nothing. */
function dayOf(text) {
  const [, year, month, date] = /^(\d{4})-?(\d{2})-?(\d{2})$/.exec(text ?? "") ?? [];
  return year === undefined ? null : `${year}-${month}-${date}`;
}
