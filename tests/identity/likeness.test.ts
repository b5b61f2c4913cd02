import { describe, expect, it } from "vitest";
import type { PersonRecord } from "../../src/identity/duplicates/find-contacts.js";
import { personPlan } from "../../src/identity/duplicates/find-persons.js";
import { studentPlan } from "../../src/identity/duplicates/find-students.js";
import {
  clusters,
  type Likeness,
  type LikenessOptions,
  likeness,
  type ScoredPair,
  seeded,
} from "../../src/identity/likeness/index.js";

const options: LikenessOptions = { certainBits: 10, reviewBits: 0, largestBlock: 200, seed: 1 };
/** Everything that was compared is shown, whatever came of it. */
const ALL: LikenessOptions = { ...options, reviewBits: -1_000 };

let serial = 0;
function person(said: Partial<PersonRecord>): PersonRecord {
  serial += 1;
  const nothing = {
    middle: "",
    suffix: "",
    emails: [],
    phones: [],
    places: [],
    birthdate: null,
    workplaces: [],
    title: null,
  };
  const noSchool = { pathfulId: null, school: null, districtId: null, grade: null, studentId: null };
  return {
    id: serial,
    source: "salesforce",
    sourceId: `003${serial}`,
    first: "",
    last: "",
    written: { first: said.first ?? "", last: said.last ?? "" },
    ...nothing,
    ...noSchool,
    ...said,
  };
}

const SYLLABLES = ["ba", "ke", "lo", "mi", "nu", "ra", "se", "to", "vi", "zu"];
const phoneOf = (number: number): string => String((number * 7_654_321) % 9_999_991).padStart(7, "0");
const strangerOf = (at: number) => ({
  emails: [`p${at}@x.example`],
  places: [{ street: `${at} elm st`, zip: "66101", city: "kansas city" }],
  workplaces: [`employer ${at}`],
});
/** Words that no slip of the keys makes of one another. */
const wordOf = (number: number): string =>
  [...String((number * 7_919) % 10_000).padStart(4, "0")].map((digit) => SYLLABLES[Number(digit)]).join("");

const jane = { first: "jane", last: "okafor" };
const home = { street: "12 oak st", zip: "64111", city: "kansas city" };

async function pairOf(
  one: Partial<PersonRecord>,
  other: Partial<PersonRecord>,
  asked = ALL,
): Promise<ScoredPair | null> {
  const { pairs } = await likeness([person(one), person(other)], personPlan, asked);
  return pairs[0] ?? null;
}

const levelOf = (pair: ScoredPair | null, field: string): string | null =>
  pair?.evidence.find((each) => each.field === field)?.level ?? null;
const bitsOf = (pair: ScoredPair | null, field: string): number | null =>
  pair?.evidence.find((each) => each.field === field)?.bits ?? null;

describe("how two names compare", () => {
  const mail = { emails: ["one@home.example"] };
  it.each([
    ["jane", "jane", "exact"],
    ["william", "bill", "nickname"],
    ["catherine", "cahterine", "very_near"],
    ["j", "jane", "part"],
    ["mary", "mary ann", "part"],
    ["alexander", "alexandra", "near"],
    ["eric", "erica", "near"],
    ["jane", "robert", "different"],
  ])("%s and %s: %s", async (first, other, level) => {
    const pair = await pairOf({ ...mail, first, last: "okafor" }, { ...mail, first: other, last: "okafor" });
    expect(levelOf(pair, "first_name")).toBe(level);
  });

  it("sees first and last name exchanged, and a middle name that somebody goes by", async () => {
    const exchanged = await pairOf({ first: "jane", last: "okafor" }, { first: "okafor", last: "jane" });
    expect([levelOf(exchanged, "first_name"), levelOf(exchanged, "last_name")]).toEqual(["swapped", "swapped"]);
    const middle = await pairOf({ ...mail, first: "mary", middle: "jane", last: "okafor" }, { ...mail, ...jane });
    expect(levelOf(middle, "first_name")).toBe("part");
  });

  it("holds two names that many bear for two, though one letter parts them", async () => {
    const bearers = ["mary", "mark"].flatMap((first) =>
      Array.from({ length: 6 }, (_, at) =>
        person({ first, last: `of house ${at}`, emails: [`${first}${at}@x.example`] }),
      ),
    );
    const house = { last: "greer", emails: ["greer@home.example"] };
    const rows = [person({ ...house, first: "mary" }), person({ ...house, first: "mark" }), ...bearers];
    const { pairs } = await likeness(rows, personPlan, ALL);
    expect(levelOf(pairs.find(({ a, b }) => a === 0 && b === 1) ?? null, "first_name")).toBe("near");
  });

  it("sees a birth date with a slip, with two digits exchanged, and with day and month exchanged", async () => {
    const born = async (one: string, other: string) =>
      levelOf(await pairOf({ ...jane, birthdate: one }, { ...jane, birthdate: other }), "birthdate");
    expect(await born("1990-03-12", "1990-03-12")).toBe("exact");
    expect(await born("1990-03-12", "1990-03-13")).toBe("one_slip");
    expect(await born("1990-03-12", "1990-03-21")).toBe("one_slip");
    expect(await born("1990-03-12", "1990-12-03")).toBe("two_parts");
  });
});

describe("what weighs how much", () => {
  it("takes a blank for no evidence, on either side or on both", async () => {
    const without = await pairOf(jane, jane);
    const withOne = await pairOf({ ...jane, emails: ["jane@home.example"], phones: ["8165550100"] }, jane);
    expect(without?.evidence.map(({ field }) => field)).toEqual(["first_name", "last_name", "chance"]);
    expect(withOne?.evidence).toEqual(without?.evidence);
    expect(await likeness([person({}), person({})], personPlan, ALL)).toMatchObject({ compared: 0, pairs: [] });
  });

  it("sums the evidence up to the score, each bit doubling the odds", async () => {
    const known = { ...jane, emails: ["jane@home.example"], places: [home] };
    const pair = await pairOf(known, { ...known, first: "robert" });
    const sum = pair?.evidence.reduce((total, each) => total + each.bits, 0);
    expect(pair?.score).toBeCloseTo(sum ?? Number.NaN, 6);
    expect(bitsOf(pair, "chance")).toBeLessThan(-10);
  });

  it("lets a frequent surname weigh less than one that few bear", async () => {
    const others = Array.from({ length: 300 }, (_, at) =>
      person({ first: `first${at}`, last: at < 60 ? "smith" : `rare${at}`, emails: [`a${at}@x.example`] }),
    );
    const twice = (last: string) => [person({ first: "jane", last }), person({ first: "jane", last })];
    const rows = [...twice("smith"), ...twice("okafor"), ...others];
    const { pairs, isTrained } = await likeness(rows, personPlan, ALL);
    const bits = (place: number) =>
      bitsOf(pairs.find(({ a, b }) => a === place && b === place + 1) ?? null, "last_name") ?? 0;
    expect(isTrained).toBe(true);
    expect(bits(2) - bits(0)).toBeGreaterThan(4);
  });

  it("does not take a mailbox made of the name for more than the name, but a telling one for nearly as much as the address", async () => {
    const at = async (one: string, other: string) =>
      levelOf(await pairOf({ ...jane, emails: [one] }, { ...jane, emails: [other] }), "email");
    expect(await at("jane.okafor@mail.example", "jane.okafor@post.example")).toBe("different");
    expect(await at("jokafor12@mail.example", "jokafor12@post.example")).toBe("different");
    expect(await at("rosegarden@mail.example", "rosegarden@post.example")).toBe("near");
    expect(await at("rosegarden@mail.example", "rosegardne@mail.example")).toBe("near");
  });
});

describe("people who only look alike", () => {
  const house = { last: "okafor", emails: ["okafor@home.example"], phones: ["8165550100"], places: [home] };

  it("leaves a couple of one surname, address, telephone and mailbox two", async () => {
    expect(await pairOf({ ...house, first: "jane" }, { ...house, first: "robert" }, options)).toBeNull();
    expect(levelOf(await pairOf({ ...house, first: "jane" }, { ...house, first: "robert" }), "household")).toBe(
      "shared",
    );
    expect(await pairOf({ ...house, first: "jane" }, { ...house, first: "jane" }, options)).toMatchObject({
      zone: "certain",
    });
  });

  it("leaves father and son two where only name and house speak for one", async () => {
    const named = { first: "james", last: "okafor", places: [home] };
    expect(await pairOf(named, { ...named, suffix: "jr" }, options)).toBeNull();
  });

  it("never joins two birth dates, two users of Pathful or two generations, whatever else they share", async () => {
    const all = { ...house, first: "james" };
    expect(await pairOf({ ...all, birthdate: "1990-03-12" }, { ...all, birthdate: "1961-11-30" })).toBeNull();
    expect(await pairOf({ ...all, pathfulId: "1" }, { ...all, pathfulId: "2" })).toBeNull();
    expect(await pairOf({ ...all, suffix: "sr" }, { ...all, suffix: "jr" })).toBeNull();
  });

  it("leaves twins two, and namesakes with two numbers in one district", async () => {
    const pupil = {
      first: "jane",
      last: "okafor",
      birthdate: "2010-05-05",
      school: { id: 1, name: "Center" },
      districtId: 1,
      grade: 9,
    };
    const proposed = async (one: Partial<PersonRecord>, other: Partial<PersonRecord>) =>
      (await likeness([person(one), person(other)], studentPlan, options)).pairs.length;
    expect(await proposed(pupil, { ...pupil, first: "robert" })).toBe(0);
    expect(await proposed({ ...pupil, studentId: "1" }, { ...pupil, studentId: "2" })).toBe(0);
    expect(await proposed({ ...pupil, studentId: "1" }, { ...pupil, studentId: "1" })).toBe(1);
    expect(await proposed({ ...pupil, studentId: "1" }, { ...pupil, districtId: 2, studentId: "2" })).toBe(1);
  });

  it("proposes nobody for a frequent name alone", async () => {
    const crowd = Array.from({ length: 300 }, (_, at) =>
      person({
        first: at % 3 === 0 ? "james" : `first${at}`,
        last: at % 3 === 1 ? "smith" : `last${at}`,
        phones: [`816555${1_000 + at}`],
      }),
    );
    const namesakes = [person({ first: "james", last: "smith" }), person({ first: "james", last: "smith" })];
    expect((await likeness([...namesakes, ...crowd], personPlan, options)).pairs).toEqual([]);
  });
});

describe("several records together", () => {
  it("does not draw two that differ together through a third: the weaker link is for people to look at", async () => {
    const mail = { ...jane, emails: ["jane@home.example"], places: [home], workplaces: ["garmin"] };
    const rows = [
      person({ ...mail, phones: ["8165550100"], birthdate: "1990-03-12" }),
      person({ ...mail, phones: ["8165550100"] }),
      person({ ...mail, birthdate: "1961-11-30" }),
      ...Array.from({ length: 40 }, (_, at) => person({ first: wordOf(at), last: wordOf(at), ...strangerOf(at) })),
    ];
    const { pairs } = await likeness(rows, personPlan, options);
    expect(pairs.map(({ a, b, zone }) => [a, b, zone])).toEqual([
      [0, 1, "certain"],
      [1, 2, "review"],
    ]);
    expect(levelOf(pairs[1] ?? null, "others")).toBe("different");
  });

  it("compares two that share no key where a third is likely both", async () => {
    const rows = [
      person({ ...jane, emails: ["jane@home.example"] }),
      person({ ...jane, last: "greer", emails: ["jane@home.example"], phones: ["8165550100"], workplaces: ["garmin"] }),
      person({ first: "jayne", last: "greer", phones: ["8165550100"], workplaces: ["garmin"] }),
    ];
    const { pairs } = await likeness(rows, personPlan, ALL);
    expect(pairs.map(({ a, b }) => `${a} ${b}`).sort()).toEqual(["0 1", "0 2", "1 2"]);
  });

  it("names the keys that too many share, and what they are", async () => {
    const rows = Array.from({ length: 12 }, (_, at) =>
      person({ first: wordOf(at), last: wordOf(at), phones: ["8165550100"] }),
    );
    const found = await likeness(rows, personPlan, { ...options, largestBlock: 10 });
    expect(found.leftOut).toEqual([{ block: "telephone", key: "8165550100", size: 12 }]);
    expect(found.compared).toBe(0);
  });

  it("keeps clusters apart of which any two records differ", async () => {
    const links = [
      { a: 1, b: 2, score: 20 },
      { a: 3, b: 4, score: 19 },
      { a: 2, b: 3, score: 11 },
      { a: 4, b: 5, score: 10 },
    ];
    const { clusters: kept, refused } = await clusters(links, (a, b) => a === 1 && b === 4);
    expect(kept).toEqual([
      [1, 2],
      [3, 4, 5],
    ]);
    expect(refused).toEqual([links[2]]);
  });
});

describe("learning without labels", () => {
  /** Three hundred people, fifty of them twice, with another telephone each time. */
  function crowd(): PersonRecord[] {
    const chance = seeded(7);
    const some = (most: number) => Math.floor(chance() * most);
    return Array.from({ length: 300 }).flatMap((_, at) => {
      const one = {
        first: wordOf(some(80)),
        last: wordOf(at),
        emails: [`p${at}@x.example`],
        phones: [`816${phoneOf(at)}`],
      };
      return at % 6 === 0 ? [person(one), person({ ...one, phones: [`913${phoneOf(at + 5_000)}`] })] : [person(one)];
    });
  }
  const shown = ({ pairs, compared }: Likeness) => ({ compared, pairs });

  it("gives the same for the same seed, and no other pairs for another", async () => {
    const rows = crowd();
    const first = await likeness(rows, personPlan, options);
    expect(first.isTrained).toBe(true);
    expect(shown(await likeness(rows, personPlan, options))).toEqual(shown(first));
    const other = await likeness(rows, personPlan, { ...options, seed: 2 });
    expect(other.pairs.map(({ a, b }) => [a, b]).sort()).toEqual(first.pairs.map(({ a, b }) => [a, b]).sort());
  });

  it("finds that another telephone says little where everybody who is there twice has one", async () => {
    const found = await likeness(crowd(), personPlan, options);
    expect(found.pairs).toHaveLength(50);
    expect(found.pairs.every(({ zone }) => zone === "certain")).toBe(true);
    const untaught = await pairOf({ ...jane, phones: ["8165550100"] }, { ...jane, phones: ["9135550100"] });
    const bits = bitsOf(found.pairs[0] ?? null, "phone") ?? Number.NaN;
    expect(bits).toBeGreaterThan(bitsOf(untaught, "phone") ?? Number.NaN);
    expect(bits).toBeLessThanOrEqual(0);
  });

  it("gives others their turn between slices of the work", async () => {
    let turns = 0;
    await likeness(crowd(), personPlan, { ...options, breathe: async () => void turns++ });
    expect(turns).toBeGreaterThan(50);
  });
});
