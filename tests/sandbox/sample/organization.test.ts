import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { standardSchema } from "../../../sandbox/salesforce/schema.js";
import { generateOrganization, type Row, SAMPLE_DISTRICT_ALIASES } from "../../../sandbox/sample/index.js";

const TODAY = "2026-11-21";
const sample = generateOrganization({ today: TODAY });
const OBJECTS = Object.entries(sample) as readonly (readonly [string, readonly Row[]])[];

describe("the sample organisation", () => {
  it("is the same for the same seed, size and day", () => {
    expect(generateOrganization({ today: TODAY, seed: "polaris", size: 1 })).toEqual(sample);
  });

  it("is another for another seed, down to the ids", () => {
    const other = generateOrganization({ today: TODAY, seed: "another" });
    const names = (rows: typeof sample.Contact) => rows.map((row) => row.Name);
    expect(names(other.Contact)).not.toEqual(names(sample.Contact));
    const ids = new Set(sample.Contact.map((row) => row.Id));
    expect(other.Contact.filter((row) => ids.has(row.Id)).length).toBeLessThan(sample.Contact.length);
  });

  it("refuses a day that is none and a size that is nothing", () => {
    expect(() => generateOrganization({ today: "yesterday" })).toThrow(/today must be a day/);
    expect(() => generateOrganization({ today: TODAY, size: 0 })).toThrow(/size must be above 0/);
  });

  it.each([
    ["volunteers", () => byType("Volunteer", null), 400],
    ["teachers", () => byType("Teacher"), 40],
    ["students", () => byType("Student"), 900],
    ["organisations", () => organizations(), 60],
    ["schools", () => accounts("School"), 12],
    ["districts", () => accounts("School District"), 6],
    ["sessions", () => sample.Session__c, 500],
    ["volunteer participations", () => participations("Volunteer"), 2500],
    ["student participations", () => participations("Student"), 4000],
  ])("has about the %s it promises", (_, rows, wanted) => {
    expect(rows().length).toBeGreaterThanOrEqual(Math.floor(wanted * 0.9));
    expect(rows().length).toBeLessThanOrEqual(Math.ceil(wanted * 1.1));
  });

  it("grows with its size", () => {
    const small = generateOrganization({ today: TODAY, size: 2 });
    const large = generateOrganization({ today: TODAY, size: 6 });
    for (const object of ["Contact", "Session__c", "Session_Participant__c", "npe5__Affiliation__c"] as const) {
      const ratio = large[object].length / small[object].length;
      expect(ratio, object).toBeGreaterThan(2.6);
      expect(ratio, object).toBeLessThan(3.4);
    }
    expect(new Set(large.Account.filter(isOrganization).map((row) => row.Name)).size).toBeGreaterThan(340);
  });

  it("shrinks as well, and keeps its story", () => {
    const tiny = generateOrganization({ today: TODAY, size: 0.1 });
    expect(tiny.Contact.length).toBeLessThan(300);
    expect(tiny.Account.some((row) => row.Name === "Hill's Pet Nutrition")).toBe(true);
  });

  it.each(["2026-08-01", "2026-08-02", "2027-02-28", "2028-02-29", "2026-07-31"])("can be made on %s", (today) => {
    const made = generateOrganization({ today, size: 0.2 });
    const latest = `${today}T00:00:00.000+0000`;
    for (const rows of Object.values(made) as readonly (readonly Row[])[]) {
      for (const row of rows) expect(String(row.SystemModstamp) < latest).toBe(true);
    }
  });
});

describe("its records", () => {
  const fields = new Map(standardSchema.map((object) => [object.name, new Map(object.fields.map((f) => [f.name, f]))]));

  it.each(OBJECTS)("of %s hold only fields that the object has, with values of their types", (object, rows) => {
    const wrong = new Set<string>();
    for (const row of rows) {
      for (const [name, value] of Object.entries(row)) {
        const field = fields.get(object)?.get(name);
        if (field === undefined) wrong.add(`${name}: no such field`);
        else if (value === null ? !field.nillable : !fits(field.type, field.length, value)) {
          wrong.add(`${name} (${field.type}): ${JSON.stringify(value)}`);
        }
      }
    }
    expect([...wrong]).toEqual([]);
  });

  it.each(OBJECTS)("of %s have 18-character ids of their own, with prefix and checksum", (object, rows) => {
    const prefix = standardSchema.find((one) => one.name === object)?.keyPrefix ?? "?";
    const ids = rows.map((row) => String(row.Id));
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.filter((id) => !id.startsWith(prefix) || checksum(id.slice(0, 15)) !== id.slice(15))).toEqual([]);
  });

  it("have ids that only letter case tells apart", () => {
    const folded = sample.Contact.map((row) => row.Id.slice(0, 15).toLowerCase());
    expect(new Set(folded).size).toBeLessThan(folded.length);
  });

  it("were made, then changed, then stamped, all before today; many at one instant", () => {
    const stamps = new Map<string, number>();
    for (const [, rows] of OBJECTS) {
      for (const row of rows) {
        const [made, changed, stamped] = [row.CreatedDate, row.LastModifiedDate, row.SystemModstamp].map(String);
        expect([made, changed, stamped]).toEqual([made, changed, stamped].sort());
        expect(String(stamped) < `${TODAY}T00:00:00.000+0000`).toBe(true);
        stamps.set(String(stamped), (stamps.get(String(stamped)) ?? 0) + 1);
      }
    }
    expect(Math.max(...stamps.values())).toBeGreaterThan(50);
  });

  it("point at records that are there, but for the planted orphans", () => {
    const known = new Set(OBJECTS.flatMap(([, rows]) => rows.map((row) => String(row.Id))));
    const lost: Record<string, number> = {};
    for (const [object, rows] of OBJECTS) {
      for (const field of fields.get(object)?.values() ?? []) {
        if (field.type !== "reference") continue;
        for (const row of rows) {
          const target = row[field.name];
          if (typeof target === "string" && !known.has(target)) lost[field.name] = (lost[field.name] ?? 0) + 1;
        }
      }
    }
    expect(lost).toEqual({ Contact__c: 3, Session__c: 4, npe5__Contact__c: 1, npe5__Organization__c: 1 });
  });

  it("that live never hang on a deleted contact or session", () => {
    const gone = new Set([...sample.Contact, ...sample.Session__c].filter((row) => row.IsDeleted).map((row) => row.Id));
    const hanging = sample.Session_Participant__c.filter(
      (row) => !row.IsDeleted && (gone.has(row.Contact__c ?? "") || gone.has(row.Session__c ?? "")),
    );
    expect(hanging).toEqual([]);
  });
});

describe("the names of its districts", () => {
  it("are those that the aliases are written for, and the configuration knows every alias", () => {
    const names = accounts("School District").map((row) => row.Name);
    const file = readFileSync(new URL("../../../config/organization.yml", import.meta.url), "utf8");
    const { districtAliases } = parse(file) as { districtAliases: Record<string, string[]> };
    for (const [name, aliases] of Object.entries(SAMPLE_DISTRICT_ALIASES)) {
      expect(names).toContain(name);
      const known = districtAliases[name]?.map((alias) => alias.toLowerCase());
      for (const alias of aliases) expect(known, alias).toContain(alias.toLowerCase());
    }
  });
});

function byType(...types: (string | null)[]) {
  return sample.Contact.filter((row) => types.includes(row.Contact_Type__c));
}

function accounts(type: string) {
  return sample.Account.filter((row) => row.Type === type && !row.IsDeleted);
}

function organizations() {
  return sample.Account.filter((row) => isOrganization(row) && !row.IsDeleted);
}

function isOrganization(row: (typeof sample.Account)[number]): boolean {
  return !["School", "School District", "Household"].includes(row.Type ?? "");
}

function participations(type: string) {
  return sample.Session_Participant__c.filter((row) => row.Participant_Type__c === type);
}

function fits(type: string, length: number, value: unknown): boolean {
  switch (type) {
    case "boolean":
      return typeof value === "boolean";
    case "int":
    case "double":
      return typeof value === "number";
    case "date":
      return /^\d{4}-\d{2}-\d{2}$/.test(String(value));
    case "datetime":
      return /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.000\+0000$/.test(String(value));
    case "id":
    case "reference":
      return /^[A-Za-z0-9]{18}$/.test(String(value));
    case "address":
      return typeof value === "object";
    default:
      return typeof value === "string" && value !== "" && value.length <= length;
  }
}

/** Salesforce's own rule, written out a second time. */
function checksum(id15: string): string {
  return [0, 5, 10]
    .map((from) => {
      const bits = [...id15.slice(from, from + 5)].map((c, place) => (/[A-Z]/.test(c) ? 2 ** place : 0));
      return "ABCDEFGHIJKLMNOPQRSTUVWXYZ012345"[bits.reduce((sum, bit) => sum + bit, 0)];
    })
    .join("");
}
