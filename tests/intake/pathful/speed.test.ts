import { expect, it } from "vitest";
import { emptyPool } from "../../pool/engines.js";
import { countsOf, type Line, line, professional, Setting } from "./setting.js";

const LETTERS = "bcdfghklmnprstvz";
const VOWELS = "aeiou";

/** A name of its own for every number, and near none of the others more often than names are. */
function word(n: number): string {
  let rest = n;
  let made = "";
  for (let at = 0; at < 4; at += 1) {
    made += LETTERS[rest % LETTERS.length];
    rest = Math.floor(rest / LETTERS.length);
    made += VOWELS[(rest + at) % VOWELS.length];
    rest = rest === 0 ? n + at : rest;
  }
  return `${made.slice(0, 1).toUpperCase()}${made.slice(1)}`;
}

function report(rows: number): Line[] {
  const perSession = 8;
  return Array.from({ length: rows }, (_, at) => {
    const session = Math.floor(at / perSession);
    const person = (at * 7) % Math.ceil(rows / 4);
    const said = {
      "Session ID": `sess-${session}`,
      Title: `Careers ${session}`,
      Date: `2026-0${(session % 6) + 1}-1${session % 9} 10:00:00`,
      Name: `${word(person)} ${word(person * 31 + 7)}`,
      "Attended Educator Count": 2,
    };
    return person % 3 === 0
      ? professional({ ...said, "User Auth Id": `9${person}`, "District or Company": `Company ${person % 500}` })
      : line({ ...said, "User Auth Id": `5${person}`, School: "" });
  });
}

async function timed(rows: number) {
  const setting = new Setting(await emptyPool("sqlite"));
  try {
    const lines = report(rows);
    const began = performance.now();
    const result = await setting.import(lines);
    const between = performance.now();
    const counts = countsOf(await setting.import(lines), "people in sessions");
    expect([counts.inserted, counts.updated]).toEqual([undefined, undefined]);
    const third = performance.now();
    const changed = await setting.import(lines.map((each) => ({ ...each, Status: "Simulcast" })));
    expect(countsOf(changed, "sessions").updated).toBe(Math.ceil(rows / 8));
    return { first: between - began, again: third - between, changed: performance.now() - third, result };
  } finally {
    await setting.close();
  }
}

it("T68 takes a hundred rows in well under thirty seconds", async () => {
  const { first, result } = await timed(100);
  expect(result.error).toBeNull();
  expect(first).toBeLessThan(5_000);
});

it("takes 28,000 rows in within some ten seconds, and again without a change", async () => {
  const { first, again, changed, result } = await timed(28_000);
  expect(result.error).toBeNull();
  expect(countsOf(result, "people in sessions").read).toBe(28_000);
  // Ten seconds on a machine of its own; the tests share theirs.
  for (const milliseconds of [first, again, changed]) expect(milliseconds).toBeLessThan(25_000);
}, 90_000);
