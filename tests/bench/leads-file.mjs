// A list as source_1 sends it, of as many rows as wanted, month after month: a few of them say something else each month, a few are new and a few
// are gone. The same month is the same file, byte for byte.

import { once } from "node:events";
import { createWriteStream } from "node:fs";

const HEADER =
  "Name,Credential Type,Credential Number,Status,Expiration Date,Disciplinary Action,Address,State,County,Phone,First Issue Date,Primary Contact Name,Primary Contact Role";
const WORDS = ["Sunny", "Little", "Bright", "Oak", "River", "Happy", "Garden", "First", "Rainbow", "Desert"];
const KINDS = [
  "Academy",
  "Child Care",
  "Preschool",
  "Learning Center",
  "Kids",
  "Early Education",
  "Montessori",
  "Nursery",
];
const STREETS = [
  "Main",
  "Elm",
  "Sahara",
  "Desert Inn",
  "Rancho",
  "Washington",
  "Lake Mead",
  "Charleston",
  "Eastern",
  "Pecos",
];
const WAYS = ["St", "AVE", "Blvd", "Rd", "Dr", "Lane", "Ct", "Way"];
const TOWNS = [
  ["LAS VEGAS", "Clark", 89101],
  ["MESQUITE", "Clark", 89027],
  ["RENO", "Washoe", 89501],
  ["ELKO", "Elko", 89801],
];
const ROLES = ["Director", "Owner", "Licensee"];

/** A share of all rows says something else each month; half as many go, and as many come. */
const CHANGED = 0.03;

/** @returns the bytes written */
export async function writeLeadList(path, rows, month) {
  const file = createWriteStream(path);
  const moved = Math.round(rows * CHANGED * 0.5) * (month - 1);
  let bytes = 0;
  let chunk = `${HEADER}\n`;
  for (let place = 0; place < rows; place++) {
    chunk += `${rowOf(place + moved, month)}\n`;
    if (chunk.length < 65_536 && place < rows - 1) continue;
    bytes += Buffer.byteLength(chunk);
    if (!file.write(chunk)) await once(file, "drain");
    chunk = "";
  }
  file.end();
  await once(file, "finish");
  return bytes;
}

/** One row by its number, as it is in a month; every thirty-third has another contact in each. */
function rowOf(number, month) {
  const [town, county, zip] = of(TOWNS, number, 7);
  const company = `${of(WORDS, number, 1)} ${of(WORDS, number, 11)} ${of(KINDS, number, 3)} ${number % 9_000}`;
  const street = `${(number * 7) % 9_999} ${number % 3 === 0 ? "N. " : ""}${of(STREETS, number, 5)} ${of(WAYS, number, 13)}${number % 17 === 0 ? ` STE ${number % 90}` : ""}`;
  const digits = String(2_000_000 + ((number * 7_919) % 7_999_999)).padStart(7, "0");
  const phone = number % 101 === 0 ? "555-01" : `702-${digits.slice(0, 3)}-${digits.slice(3)}`;
  const isChanged = number % Math.round(1 / CHANGED) === month % Math.round(1 / CHANGED);
  const contact = `Alex ${of(WORDS, number, 19)}${isChanged ? `-${month}` : ""} Example`;
  const year = 5 + (number % 19);
  return [
    company,
    "Child Care Center",
    `NV-${String(number).padStart(7, "0")}`,
    number % 23 === 0 ? "Closed" : "Active",
    `${1 + (number % 12)}/1/27`,
    "None",
    `"${street} ${town}, NV ${zip + (number % 40)}"`,
    "NV",
    county,
    phone,
    `${1 + (number % 12)}/${1 + (number % 28)}/${String(year).padStart(2, "0")}`,
    contact,
    of(ROLES, number, 2),
  ].join(",");
}

const of = (list, number, step) => list[Math.floor(number / step) % list.length];
