// The contacts' suite over 200,000 rows, beside one pass over the same cells.
import { readFileSync } from "node:fs";
import { judge, readSuite, verdictOf } from "../../dist/src/expectations/index.js";
import { below, figure, median, milliseconds, thousands } from "./figures.mjs";

const ROWS = 200_000;
const REPEATS = 5;
const MOST = 2_000;

const source = JSON.parse(readFileSync("config/Contact.expectations.json", "utf8"));
const suite = readSuite(source);
const columns = [
  ...new Set(suite.expectations.flatMap(({ config: { kwargs } }) => kwargs.column_set ?? [kwargs.column])),
];
const places = new Map(columns.map((name, place) => [name, place]));
const rows = Array.from({ length: ROWS }, (_, at) => rowOf(at));
const batch = { columns, rows: ROWS, cell: (row, column) => rows[row][places.get(column)] };

const passes = [];
const judgements = [];
let said;
for (let repeat = 0; repeat < REPEATS; repeat++) {
  passes.push(timed(passOver));
  judgements.push(
    timed(() => {
      said = judge(suite, batch);
      verdictOf(said);
    }),
  );
}
const [pass, took] = [median(passes), median(judgements)];
const { evaluated_expectations: evaluated } = said.result.statistics;
process.send([
  figure(
    `${evaluated} expectations over ${thousands(ROWS)} rows`,
    `${milliseconds(took)}, ${(took / pass).toFixed(1)} times one pass over the same cells (${milliseconds(pass)})`,
    below(took, MOST, milliseconds(MOST)),
  ),
  figure("… rows judged by all of them", `${thousands((ROWS / took) * 1000)} rows/s`),
]);
process.disconnect();

/** A contact; one in a hundred is not as it should be. */
function rowOf(at) {
  const isBad = at % 100 === 0;
  const number = String(at).padStart(12, "0");
  const values = {
    Id: `003${number}AAA`,
    SystemModstamp: "2026-02-15T16:00:00.000Z",
    IsDeleted: false,
    Contact_Type__c: isBad ? "Vendor" : ["Volunteer", "Teacher", "Student"][at % 3],
    FirstName: `First${at}`,
    LastName: `Last${at}`,
    Email: isBad ? "None" : `person${at}@mail.example`,
    Phone: isBad ? "None" : "816-555-0100",
    npsp__Primary_Affiliation__c: at % 10 === 0 ? null : `001${number}AAA`,
    npsp__Do_Not_Contact__c: false,
    HasOptedOutOfEmail: at % 7 === 0,
    Birthdate: at % 2 === 0 ? null : "1990-01-23",
  };
  return columns.map((name) => values[name] ?? null);
}

/** Every cell is looked at once, column by column. */
function passOver() {
  let there = 0;
  for (const column of columns) for (let row = 0; row < ROWS; row++) if (batch.cell(row, column) !== null) there += 1;
  if (there === 0) throw new Error("the rows hold something");
}

function timed(work) {
  const began = performance.now();
  work();
  return performance.now() - began;
}
