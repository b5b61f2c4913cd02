import sql from "sql-template-tag";
import { describe, expect, it } from "vitest";
import { foldText, isSameGivenName } from "../../src/domain/index.js";
import { withOffice } from "../commands/office.js";

const office = withOffice("sqlite", 0.5);

interface Two {
  readonly kind: string;
  readonly a: string;
  readonly b: string;
  readonly a_first: string;
  readonly b_first: string;
}

/** Pairs of living contacts of one kind and surname that share something, as the sample has them. */
const sharing = (thing: ReturnType<typeof sql>) =>
  office().pool.query<Two>(sql`
    SELECT DISTINCT a.kind, a.source_id AS a, b.source_id AS b, a.first_name AS a_first, b.first_name AS b_first
    FROM contact a JOIN contact b ON b.kind = a.kind AND b.source = a.source AND b.source_id > a.source_id AND b.last_name = a.last_name
    WHERE a.deleted_at IS NULL AND b.deleted_at IS NULL AND a.kind IN ('volunteer', 'teacher') AND ${thing}`);

const ADDRESS = sql`EXISTS (SELECT 1 FROM contact_email x JOIN contact_email y ON y.address = x.address
  WHERE x.contact_id = a.id AND y.contact_id = b.id)`;
const EMPLOYER = sql`EXISTS (SELECT 1 FROM affiliation x JOIN affiliation y ON y.organization_id = x.organization_id
  WHERE x.contact_id = a.id AND y.contact_id = b.id AND x.deleted_at IS NULL AND y.deleted_at IS NULL)`;

describe("the job duplicates over the sample organisation", () => {
  it("says what it found, and how many pairs were compared", async () => {
    const { text } = await office().reply("job duplicates", { as: "admin", at: "terminal" });
    expect(text).toMatch(
      /^duplicates: \d+ pairs may be one: \d+ certain, \d+ to review, \d+ new \([\d,]+ records, [\d,]+ pairs compared\)/,
    );
  });

  it("found everybody who is there twice under one address, and Dave and David of one employer", async () => {
    const found = new Map(
      (await office().pool.db.duplicatePair.findMany()).map((pair) => [
        `${pair.kind} ${pair.a_source_id} ${pair.b_source_id}`,
        pair,
      ]),
    );
    const pairOf = ({ kind, a, b }: Two) => found.get(`${kind} ${a} ${b}`);
    const twins = (await sharing(ADDRESS)).filter((two) => foldText(two.a_first) === foldText(two.b_first));
    expect(new Set(twins.map(({ kind }) => kind))).toEqual(new Set(["volunteer", "teacher"]));
    for (const two of twins) expect(pairOf(two), `${two.a} ${two.b}`).toMatchObject({ state: "open" });
    const nicknames = (await sharing(EMPLOYER)).filter(
      (two) => two.a_first !== two.b_first && isSameGivenName(two.a_first, two.b_first),
    );
    expect(nicknames.length).toBeGreaterThan(0);
    for (const two of nicknames) expect(pairOf(two)).toMatchObject({ zone: "review" });
  });

  it("took nobody of one mailbox for another: neither couples nor those of a front desk", async () => {
    const mailbox = await office().pool.query<Two>(sql`
      SELECT p.kind, p.a_source_id AS a, p.b_source_id AS b, a.first_name AS a_first, b.first_name AS b_first
      FROM duplicate_pair p JOIN contact a ON a.source_id = p.a_source_id JOIN contact b ON b.source_id = p.b_source_id
      WHERE p.kind IN ('volunteer', 'teacher') AND ${ADDRESS}`);
    expect(mailbox.length).toBeGreaterThan(0);
    expect(mailbox.filter((two) => !isSameGivenName(two.a_first, two.b_first))).toEqual([]);
  });

  it("finds nothing new when it runs again", async () => {
    const before = await office().pool.db.duplicatePair.findMany();
    const { text } = await office().reply("job duplicates", { as: "admin", at: "terminal" });
    expect(text).toContain(" 0 new ");
    expect(await office().pool.db.duplicatePair.findMany()).toEqual(before);
  });
});
