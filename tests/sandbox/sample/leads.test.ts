import { describe, expect, it } from "vitest";
import {
  generateOrganization,
  LEAD_CAST,
  LEAD_EXPORT_COLUMNS,
  LEADS_IN_SALESFORCE,
  leadCompany,
} from "../../../sandbox/sample/index.js";

const TODAY = "2026-03-31";
const { Lead: leads } = generateOrganization({ seed: 7, size: 0.05, today: TODAY });

/** The last ten digits; null where there are fewer. */
const digits = (text: string | null): string | null =>
  /^\D*1?(\d{10})/.exec((text ?? "").replace(/[^\dx]/g, ""))?.[1] ?? null;

describe("the cast of child-care companies", () => {
  it("has sixty, twenty a state, none with another's phone, address, licence or e-mail", () => {
    expect(LEAD_CAST).toHaveLength(60);
    for (const state of ["NV", "CA", "TX"]) expect(LEAD_CAST.filter((each) => each.state === state)).toHaveLength(20);
    for (const key of ["ref", "company", "phone", "line1", "licence", "email"] as const)
      expect(new Set(LEAD_CAST.map((each) => each[key])).size, key).toBe(60);
  });

  it("has only phone numbers that are kept for fiction", () => {
    expect(LEAD_CAST.filter(({ phone }) => !/^\d{3}55501\d\d$/.test(phone))).toEqual([]);
  });
});

describe("the leads of Salesforce", () => {
  it("are the same for the same day, however large the organisation is", () => {
    const other = generateOrganization({ seed: 7, size: 0.2, today: TODAY }).Lead;
    expect(other.map(({ Company, Status, IsDeleted }) => [Company, Status, IsDeleted])).toEqual(
      leads.map(({ Company, Status, IsDeleted }) => [Company, Status, IsDeleted]),
    );
  });

  it("are found as it is said of them: by phone, by mobile alone, or by name and address alone", () => {
    for (const { ref, foundBy, isDeleted, isConverted } of LEADS_IN_SALESFORCE) {
      const { phone } = leadCompany(ref);
      const own = leads.filter((row) =>
        foundBy === "phone"
          ? digits(row.Phone) === phone
          : foundBy === "mobile"
            ? digits(row.Phone) !== phone && digits(row.MobilePhone) === phone
            : row.Street?.startsWith(leadCompany(ref).line1) === true && digits(row.Phone) !== phone,
      );
      expect(own.length, ref).toBeGreaterThan(0);
      expect(
        own.some((row) => row.IsDeleted === isDeleted && row.IsConverted === isConverted),
        ref,
      ).toBe(true);
    }
  });

  it("leave out the others of the cast: nobody bears their numbers", () => {
    const known = new Set(LEADS_IN_SALESFORCE.map(({ ref }) => ref));
    const numbers = new Set(leads.flatMap(({ Phone, MobilePhone }) => [digits(Phone), digits(MobilePhone)]));
    expect(LEAD_CAST.filter(({ ref, phone }) => !known.has(ref) && numbers.has(phone))).toEqual([]);
  });

  it("have converted, deleted and merged ones, one twice, and numbers that are none", () => {
    expect(leads).toHaveLength(42);
    expect(leads.filter(({ IsConverted }) => IsConverted)).toHaveLength(3);
    expect(leads.filter(({ IsDeleted }) => IsDeleted)).toHaveLength(4);
    const merged = leads.filter(({ MasterRecordId }) => MasterRecordId !== null);
    expect(merged.map(({ MasterRecordId }) => leads.find(({ Id }) => Id === MasterRecordId)?.IsDeleted)).toEqual([
      false,
    ]);
    expect(leads.filter(({ Company }) => Company === leadCompany("NV-05").company)).toHaveLength(2);
    expect(leads.filter(({ Phone }) => Phone !== null && digits(Phone) === null)).toHaveLength(2);
  });

  it("were touched last before the months that the lists speak of", () => {
    expect(leads.filter(({ SystemModstamp }) => SystemModstamp > "2025-10-01")).toEqual([]);
  });

  it("fill every column of the export", () => {
    const fields = Object.values(LEAD_EXPORT_COLUMNS);
    expect(fields).toHaveLength(30);
    for (const row of leads) for (const field of fields) expect(row).toHaveProperty(field);
  });
});
