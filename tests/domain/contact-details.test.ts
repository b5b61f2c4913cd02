import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  emailsOf,
  isRoleAddress,
  isSalesforceId,
  localStatusOf,
  normalizeEmail,
  normalizePhone,
  parseAddress,
  phonesOf,
  printPhone,
  readPhone,
  recordUrl,
  to18,
  zipOf,
} from "../../src/domain/index.js";
import { organizationSchema } from "../../src/runtime/index.js";

const zips = organizationSchema.parse(undefined).local;

describe("an e-mail address", () => {
  it("is compared lower-cased and trimmed (P1)", () => {
    expect(normalizeEmail("  Jane.Doe@Example.COM ")).toBe("jane.doe@example.com");
  });

  it("is nothing where the text is none", () => {
    for (const text of ["None", "n/a", "--", "nan", "", "jane at home", "a@b", "a@b@c.org", "@x.org", "a@x.", null])
      expect(normalizeEmail(text)).toBeNull();
  });

  it("of a role identifies nobody", () => {
    const roles = ["info", "hr"];
    expect(isRoleAddress("info@cerner.com", roles)).toBe(true);
    expect(isRoleAddress("hr+kc@cerner.com", roles)).toBe(true);
    expect(isRoleAddress("infante@cerner.com", roles)).toBe(false);
  });
});

describe("a contact's e-mails", () => {
  it("T50: with personal preferred and Home and Email filled, exactly one is primary", () => {
    const emails = emailsOf({ home: "home@x.org", standard: "std@x.org", preferred: "Personal" });
    expect(emails.filter((email) => email.isPrimary).map((email) => email.address)).toEqual(["home@x.org"]);
    expect(emails).toHaveLength(2);
  });

  it("are kept once when they differ only by case", () => {
    expect(emailsOf({ work: "Jane@X.org", standard: "jane@x.org" })).toEqual([
      { address: "jane@x.org", raw: "Jane@X.org", kind: "work", isPrimary: true },
    ]);
  });

  it("fall back where the preferred one is empty", () => {
    const primary = (fields: Parameters<typeof emailsOf>[0]) =>
      emailsOf(fields).find((email) => email.isPrimary)?.address;
    expect(primary({ standard: "s@x.org", work: "w@x.org" })).toBe("s@x.org");
    expect(primary({ standard: "s@x.org", work: "w@x.org", preferred: "Work" })).toBe("w@x.org");
    expect(primary({ standard: "s@x.org", work: "None", preferred: "Work" })).toBe("s@x.org");
    expect(primary({ alternate: "a@x.org" })).toBe("a@x.org");
    expect(emailsOf({ standard: "None" })).toEqual([]);
  });
});

describe("a phone number", () => {
  it.each([
    "555-123-4567",
    "(555) 123-4567",
    "5551234567",
    "+1 555 123 4567",
    "1.555.123.4567",
    "555-123-4567 ext. 12",
    "555-123-4567 x12",
  ])("%s is ten digits (L2)", (text) => {
    expect(normalizePhone(text)).toBe("5551234567");
  });

  it("keeps its extension apart", () => {
    expect(readPhone("816-555-0100 ext 42")).toEqual({
      number: "8165550100",
      extension: "42",
      raw: "816-555-0100 ext 42",
    });
    expect(printPhone("8165550100")).toBe("(816) 555-0100");
  });

  it("that is not valid is kept as written and identifies nobody", () => {
    expect(readPhone("555-0100")).toEqual({ number: null, extension: null, raw: "555-0100" });
    expect(normalizePhone("call home")).toBeNull();
    expect(readPhone("None")).toBeNull();
  });

  it("is found through any punctuation", () => {
    fc.assert(
      fc.property(
        fc.stringMatching(/^[2-9]\d{9}$/),
        fc.array(fc.constantFrom("", "-", ".", " ", "(", ")"), { minLength: 10, maxLength: 10 }),
        (digits, marks) => {
          const written = [...digits].map((digit, place) => (marks[place] ?? "") + digit).join("");
          expect(normalizePhone(written)).toBe(digits);
          expect(normalizePhone(`+1${written}`)).toBe(digits);
          expect(normalizePhone(printPhone(digits))).toBe(digits);
        },
      ),
    );
  });
});

describe("a contact's phones", () => {
  it("have one primary, the preferred, each number once", () => {
    expect(
      phonesOf({ standard: "816-555-0100", mobile: "8165550100", work: "816-555-0199", preferred: "Work" }),
    ).toEqual([
      { number: "8165550199", extension: null, raw: "816-555-0199", kind: "work", isPrimary: true },
      { number: "8165550100", extension: null, raw: "8165550100", kind: "mobile", isPrimary: false },
    ]);
  });

  it("prefer a valid number to an invalid one", () => {
    expect(phonesOf({ standard: "555", home: "8165550100" }).find((phone) => phone.isPrimary)?.number).toBe(
      "8165550100",
    );
  });
});

describe("an address in one line", () => {
  it("T51: is taken apart", () => {
    expect(parseAddress("123 Main St, Kansas City, MO 64111")).toEqual({
      line1: "123 Main St",
      line2: null,
      city: "Kansas City",
      state: "MO",
      zip: "64111",
      country: null,
    });
  });

  it.each([
    [
      "123 Main St\nKansas City, Missouri 64111-1234\nUSA",
      { line1: "123 Main St", city: "Kansas City", state: "MO", zip: "64111-1234", country: "USA" },
    ],
    [
      "123 Main St, Suite 5, Overland Park, KS, 66210",
      { line1: "123 Main St", line2: "Suite 5", city: "Overland Park", state: "KS", zip: "66210" },
    ],
    ["Kansas City, MO", { line1: null, city: "Kansas City", state: "MO", zip: null }],
    ["64111", { line1: null, city: null, zip: "64111" }],
    ["123 Main St", { line1: "123 Main St", city: null, zip: null }],
    ["123 Main St, , MO 64111", { line1: "123 Main St", city: null, state: "MO", zip: "64111" }],
    ["1 Rue X, Toronto, ON K1A 0B1", { zip: "K1A 0B1" }],
  ])("%j", (text, expected) => {
    expect(parseAddress(text)).toMatchObject(expected);
  });

  it("is nothing when hollow", () => {
    expect([parseAddress("None"), parseAddress(" , , "), parseAddress(null)]).toEqual([null, null, null]);
  });
});

describe("a ZIP", () => {
  it("is five digits; another postal code is no usable ZIP", () => {
    expect(
      ["64111", " 64111-1234 ", "641111234", "K1A 0B1", "6411", "00000", "None"].map((code) => zipOf(code)),
    ).toEqual(["64111", "64111", "64111", null, null, null, null]);
    expect(zipOf("10115", "Germany")).toBeNull();
    expect(zipOf("64111", "United States")).toBe("64111");
  });
});

describe("local status", () => {
  const at = (zip: string | null, kind = "mailing", isPrimary = true) => ({ zip, country: null, kind, isPrimary });
  const of = (addresses: ReturnType<typeof at>[], attendedInPerson = false) =>
    localStatusOf({ addresses, attendedInPerson, manual: null }, zips);

  it.each([
    ["64111", "local"],
    ["66062", "local"],
    ["66210", "local"],
    ["64501", "partial"],
    ["10001", "non_local"],
    [null, "unknown"],
  ])("T49: ZIP %s is %s", (zip, status) => {
    expect(of([at(zip)]).status).toBe(status);
  });

  it("goes by the primary address, else by the closest personal one, never by work", () => {
    expect(of([at("10001"), at("64111", "home", false)])).toEqual({ status: "non_local", basis: "address" });
    expect(of([at("10001", "home", false), at("64111", "other", false)])).toEqual({
      status: "local",
      basis: "address",
    });
    expect(of([at("K1A 0B1"), at("64501", "home", false)])).toEqual({ status: "partial", basis: "address" });
    expect(of([at("64111", "work")])).toEqual({ status: "unknown", basis: "none" });
  });

  it("is inferred from an in-person event only without a usable ZIP, and a manual setting beats all", () => {
    expect(of([at("K1A 0B1")], true)).toEqual({ status: "local", basis: "inferred" });
    expect(of([at("10001")], true)).toEqual({ status: "non_local", basis: "address" });
    expect(localStatusOf({ addresses: [at("64111")], attendedInPerson: true, manual: "non_local" }, zips)).toEqual({
      status: "non_local",
      basis: "manual",
    });
  });
});

describe("a Salesforce id", () => {
  it("has an 18-character form that says which letters are capitals", () => {
    expect(to18("0015f00000JU4op")).toBe("0015f00000JU4opAAD");
    expect(to18("0015f00000KvuZT")).toBe("0015f00000KvuZTAAZ");
    expect(to18("0015f00000JU9ZE")).toBe("0015f00000JU9ZEAA1");
    expect(to18("0015f00000JU4opAAD")).toBe("0015f00000JU4opAAD");
  });

  it("is told from a name", () => {
    expect(isSalesforceId("0015f00000JU4opAAD")).toBe(true);
    expect(isSalesforceId("BurnsMcDonnell1")).toBe(true);
    expect(isSalesforceId("Internationally")).toBe(false);
    expect(isSalesforceId("Cerner")).toBe(false);
  });

  it("opens in Salesforce", () => {
    expect(recordUrl("https://x.example/r/{object}/{id}/view", "Session__c", "a001")).toBe(
      "https://x.example/r/Session__c/a001/view",
    );
  });
});
