import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { organizationSchema } from "../../../src/runtime/index.js";
import { requireComparedFields } from "../../../src/sources/index.js";
import { masked, maskedText } from "../../../src/watch/reconcile/mask.js";
import { areSimilar, compareValues } from "../../../src/watch/reconcile/tolerance.js";

const USUAL = { numeric: 0.005, dateDays: 0, text: 0.95, ignore: false };

describe("two values", () => {
  it.each([
    ["double", 200, 201, "tolerated"],
    ["double", 200, 199, "tolerated"],
    ["double", 200, 201.1, "different"],
    ["double", 0, 0.001, "different"],
    ["date", "2026-01-31", "2026-02-01", "different"],
    ["reference", "001000000000001AAA", "001000000000002AAA", "different"],
    ["boolean", true, false, "different"],
    ["picklist", "In-Person", "in-person ", "tolerated"],
    ["picklist", "In-Person, at the school of the class", "In-Person, at the school of the clasp", "different"],
    ["multipicklist", "A;B;C", "C; B;a", "tolerated"],
    ["multipicklist", "A;B;C", "A;B", "different"],
    ["email", "Ada@Example.org", "ada@example.org", "tolerated"],
    ["string", "Straße  der  Künste", "straße der künste", "tolerated"],
    ["string", null, "x", "different"],
    ["string", null, null, "equal"],
  ] as const)("of a %s, %j and %j, are %s", (type, source, pool, verdict) => {
    expect(compareValues(type, source, pool, USUAL).verdict).toBe(verdict);
  });

  it("of a date may be as many days apart as is said", () => {
    const days = (dateDays: number) =>
      compareValues("datetime", "2026-02-01T18:00:00.000Z", "2026-02-01T06:00:00.000Z", { ...USUAL, dateDays });
    expect(days(0.5).verdict).toBe("tolerated");
    expect(days(0.4)).toEqual({ verdict: "different", absolute: 0.5, relative: null });
  });

  it("of equal content never differ, whatever the tolerance", () => {
    fc.assert(
      fc.property(fc.string(), fc.constantFrom("string", "picklist", "reference", "email", "double"), (text, type) => {
        expect(compareValues(type, text, text, { ...USUAL, text: 1 }).verdict).toBe("equal");
      }),
    );
  });

  it("are as similar as the share of letters that stay", () => {
    const hundred = "abcdefghij".repeat(10);
    expect(areSimilar(hundred, `${hundred.slice(0, 96)}####`, 0.96)).toBe(true);
    expect(areSimilar(hundred, `${hundred.slice(0, 95)}#####`, 0.96)).toBe(false);
    expect(areSimilar(hundred, hundred.slice(0, 90), 0.95)).toBe(false);
  });

  it("of great length are judged without long thinking", () => {
    const [one, other] = ["a".repeat(100_000), "b".repeat(100_000)];
    const began = performance.now();
    expect(areSimilar(one, other, 0.95)).toBe(false);
    expect(performance.now() - began).toBeLessThan(200);
  });
});

describe("a value that is kept", () => {
  it("shows numbers, dates and ids, and of words their first letters alone", () => {
    expect(masked("Delivery_Hours__c", "double", 2.5)).toBe("2.5");
    expect(masked("Non_Scheduled_Students_Count__c", "double", 42)).toBe("42");
    expect(masked("Start_Date_and_Time__c", "datetime", "2026-02-15T16:00:00.000Z")).toBe("2026-02-15T16:00:00.000Z");
    expect(masked("School__c", "reference", "001000000000001AAA")).toBe("001000000000001AAA");
    expect(masked("LastName", "string", null)).toBe("(blank)");
    expect(maskedText("Jane Smith")).toBe("J*** S***");
    expect(maskedText("jane.smith@example.org")).toBe("j*** s*** e*** o***");
    expect(maskedText("(816) 555-0100")).toBe("*** *** ***");
  });

  it("hides what is personal although it is a date, and choices", () => {
    expect(masked("Birthdate", "date", "1990-05-04")).toBe("*** *** ***");
    expect(masked("Racial_Ethnic_Background__c", "picklist", "Black")).toBe("B***");
  });

  it("never shows a whole word of more than one letter", () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        for (const word of text.match(/[\p{L}\p{N}]{2,}/gu) ?? []) expect(maskedText(text)).not.toContain(word);
      }),
    );
  });
});

describe("the names under reconcile.fields", () => {
  const refusalOf = (fields: object): string => {
    try {
      requireComparedFields(organizationSchema.parse({ reconcile: { fields } }).reconcile.fields);
      return "";
    } catch (thrown) {
      return String(thrown);
    }
  };

  it("are those of objects and of the fields that are read of them, or of kinds of sheets", () => {
    expect(refusalOf({ Contact: { Title: { text: 0.9 } }, roster: { "Staff mail": { ignore: true } } })).toBe("");
  });

  it("are refused by name where nothing is called so: the tolerance would hold for nothing", () => {
    expect(refusalOf({ Contacts: { Title: { text: 0.9 } } })).toContain(
      "“Contacts” is nothing that is compared. Expected one of Account, Class__c, Contact, ",
    );
    expect(refusalOf({ Contact: { LastActivityDate: { ignore: true } } })).toContain(
      "“LastActivityDate” is no field that is read of Contact. Expected one of Id, ",
    );
  });

  it("are right in the example of organization.yml", () => {
    const example = readFileSync("config/organization.yml", "utf8")
      .split("\n")
      .filter((line) => line.startsWith("#"))
      .map((line) => line.replace(/^# ?/, ""));
    const from = example.indexOf("reconcile:");
    const { reconcile } = organizationSchema.parse(parse(example.slice(from, from + 4).join("\n")));
    expect(Object.keys(reconcile.fields)).toEqual(["Contact"]);
    expect(refusalOf(reconcile.fields)).toBe("");
  });
});
