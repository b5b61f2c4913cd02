import { parse } from "csv-parse/sync";
import { describe, expect, it } from "vitest";
import {
  ADDITIONAL_COLUMN,
  brokenLeadFile,
  generateOrganization,
  LEAD_BREAKS,
  LEAD_COLUMNS,
  LEAD_LISTS,
  LEAD_TRUTH,
  type LeadFile,
  type LeadList,
  leadFiles,
  leadMonths,
  leadSheet,
  PLANTED_LEADS,
} from "../../sandbox/sample/index.js";
import { leadCompany } from "../../sandbox/sample/lead-cast.js";
import { LEADS_IN_SALESFORCE } from "../../sandbox/sample/leads.js";

const TODAY = "2026-03-31";
const files = leadFiles(TODAY);

/** The columns of each list, as the outside lists have them. */
const COLUMNS: Readonly<Record<LeadList, string>> = {
  source_1:
    "Name, Credential Type, Credential Number, Status, Expiration Date, Disciplinary Action, Address, State, County, Phone, First Issue Date, Primary Contact Name, Primary Contact Role",
  source_2:
    "Type License, Company, Accepts Subsidy, Year Round, Daytime Hours, Star Level, Mon, Tues, Wed, Thurs, Friday, Saturday, Sunday, Primary Caregiver, Phone, Email, Address1, Address2, City, State, Zip, Subsidy Contract Number, Total Cap, Ages Accepted 1, AA2, AA3, AA4, License Monitoring Since, School Year Only, Evening Hours",
  source_3:
    "Operation, Agency Number, Operation Name, Address, City, State, Zip, County, Phone, Type, Status, Issue Date, Capacity, Email Address, Facility ID, Monitoring Frequency, Infant, Toddler, Preschool, School",
};

type Rows = readonly Readonly<Record<string, string>>[];

const linesOf = ({ text }: LeadFile): string[][] =>
  parse(text, { bom: true, relax_quotes: true, relax_column_count: true });

function rowsOf(file: LeadFile): Rows {
  const [header = [], ...lines] = linesOf(file);
  return lines.map((line) => Object.fromEntries(header.map((column, place) => [column, line[place] ?? ""])));
}

const fileOf = (list: LeadList, month: 1 | 2 | 3): LeadFile => {
  const found = files.filter((each) => each.list === list)[month - 1];
  if (found === undefined) throw new Error(`no ${list} of month ${month}`);
  return found;
};

/** The row of a licence; of two, the later. */
function rowOf(list: LeadList, month: 1 | 2 | 3, licence: string): Readonly<Record<string, string>> {
  const found = rowsOf(fileOf(list, month)).findLast((row) =>
    Object.values(row).some((cell) => cell.endsWith(licence)),
  );
  if (found === undefined) throw new Error(`no ${licence} in ${list} of month ${month}`);
  return found;
}

describe("the deliveries of the outside lists", () => {
  it("are nine, and their names say the month in each list's own way", () => {
    expect(leadMonths("2026-01-15")).toEqual(["2025-11", "2025-12", "2026-01"]);
    expect(files.map(({ name }) => name)).toEqual([
      "source_1_2026-01-01.csv",
      "source_2_20260101.csv",
      "source_3_01-2026.csv",
      "source_1_2026-02-01.csv",
      "source_2_20260201.csv",
      "source_3_02-2026.csv",
      "source_1_2026-03-01.csv",
      "source_2_20260301.csv",
      "source_3_03-2026.csv",
    ]);
  });

  it("have exactly the columns of their list, in its order", () => {
    for (const file of files) expect(linesOf(file)[0]?.join(", ")).toBe(COLUMNS[file.list]);
  });

  it("are the same every time", () => {
    expect(leadFiles(TODAY)).toEqual(files);
  });

  it("hold every planted row, and no other", () => {
    const planted = PLANTED_LEADS.flatMap(({ rows }) => rows).sort();
    const found = files.flatMap((file) => rowsOf(file).map((row) => `${file.list} ${licenceOf(file.list, row)}`));
    expect([...new Set(found)].sort()).toEqual(planted);
    expect(new Set(planted).size).toBe(planted.length);
  });

  it("speak of every company of the cast", () => {
    expect(new Set(PLANTED_LEADS.map(({ lead }) => lead.slice(0, 5))).size).toBe(60);
  });
});

describe("the mess of the lists", () => {
  it("is an address in one line, in capitals, with the direction as it is typed", () => {
    expect(rowOf("source_1", 1, "60108")).toMatchObject({
      Address: "2210 E. BONANZA TRL STE 4 LAS VEGAS, NV 89104",
      Phone: "702-555-0101",
    });
  });

  it("is the same street spelled by each list in its own way, and ZIP+4", () => {
    expect(rowOf("source_3", 1, "60108")).toMatchObject({
      Address: "2210 East Bonanza Trail, Ste. 4",
      Zip: "89104",
      Phone: "(702)555-0101",
    });
    expect(rowOf("source_2", 2, "60129")).toMatchObject({
      Address1: "6005 Calico Ridge BOULEVARD",
      Zip: expect.stringMatching(/^89135-\d{4}$/),
      Phone: "(702) 555-0104",
    });
  });

  it("is an owner before the name, a licence within the type, a line break after the caregiver", () => {
    expect(rowOf("source_2", 1, "393620136")).toMatchObject({
      "Type License": "Family Child Care Home - 393620136",
      Company: "HARPER, PATRICIA DBA PATTY'S PLAYHOUSE",
      "Primary Caregiver": "Patricia Harper\nPrimary Caregiver",
      "License Monitoring Since": expect.stringMatching(/^Monitoring since \d{4}-\d{2}-\d{2}$/),
    });
  });

  it("is later columns that slip to the right", () => {
    const right = rowOf("source_2", 3, "393620129");
    const slipped = rowOf("source_2", 2, "393620129");
    expect(slipped).toMatchObject({ Zip: right.Zip, "Subsidy Contract Number": "", AA2: right["Ages Accepted 1"] });
    expect(slipped["School Year Only"]).toBe(right["License Monitoring Since"]);
  });

  it("is quotation marks that nobody expects", () => {
    const { text } = fileOf("source_3", 1);
    expect(text).toContain(',Alamo Heights "Play" School,');
    expect(text).toContain(',Piney Woods Academy",');
    expect(text).toContain(',"""Sunflower Station""",');
  });

  it("is phones with an extension, phones that are none, and blank ones", () => {
    expect(rowOf("source_1", 1, "60185").Phone).toBe("775-555-0112 x12");
    for (const [row, came] of Object.entries(LEAD_TRUTH.invalidPhones)) expect(phoneIn(row)).toBe(came);
    for (const row of LEAD_TRUTH.blankPhones) expect(phoneIn(row)).toBe("");
  });

  it("is rows that come twice in a file, the later with other words", () => {
    const capacities = rowsOf(fileOf("source_3", 3)).filter((row) => row["Facility ID"] === "F1550122");
    expect(capacities.map((row) => row.Capacity)).toEqual(["98", "99"]);
  });
});

describe("what is planted", () => {
  it("speaks of leads and rows that there are", () => {
    const { moved, renumbered, extensions, contacts, quoted, onePhone, review, ...rest } = LEAD_TRUTH;
    const leads = [
      ...[moved, renumbered, extensions, contacts, quoted].flatMap((facts) => Object.keys(facts)),
      ...[...onePhone, ...review].flat(),
      ...[rest.inTwoLists, rest.inThreeLists, rest.left, rest.cameBack, rest.severalRows].flat(),
    ];
    const rows = [...Object.keys(rest.invalidPhones), ...rest.blankPhones, ...Object.keys(rest.shifted)];
    const there = new Set(PLANTED_LEADS.map(({ lead }) => lead));
    const rowsThere = new Set(PLANTED_LEADS.flatMap((lead) => lead.rows));
    expect(leads.filter((lead) => !there.has(lead))).toEqual([]);
    expect(rows.filter((row) => !rowsThere.has(row))).toEqual([]);
  });

  it("knows who of the cast is in Salesforce, and who is deleted there", () => {
    const { phone, mobile, identity } = LEAD_TRUTH.inSalesforce;
    const refs = (leads: readonly string[]) => [...new Set(leads.map((lead) => lead.slice(0, 5)))].sort();
    const living = LEADS_IN_SALESFORCE.filter(({ isDeleted }) => !isDeleted);
    expect(refs([...phone, ...mobile, ...identity])).toEqual(refs(living.map(({ ref }) => ref)));
    expect(refs(mobile)).toEqual(refs(living.filter(({ foundBy }) => foundBy === "mobile").map(({ ref }) => ref)));
    expect(refs(LEAD_TRUTH.converted)).toEqual(refs(living.filter((each) => each.isConverted).map(({ ref }) => ref)));
  });

  it("is known to Salesforce by its own number, and as it was before the first month", () => {
    const { Lead } = generateOrganization({ seed: 816, size: 0.05, today: TODAY });
    const numberIn = (text: string | null) => /\d{10}/.exec((text ?? "").replace(/^\+1/, "").replace(/\D/g, ""))?.[0];
    for (const { ref, foundBy, isDeleted } of LEADS_IN_SALESFORCE) {
      const { company, dba, phone } = leadCompany(ref);
      const own = Lead.filter((row) => row.IsDeleted === isDeleted && [company, dba].includes(row.Company));
      const numbers = own.map((row) => numberIn(foundBy === "mobile" ? row.MobilePhone : row.Phone));
      expect({ ref, numbers: numbers.includes(phone) }).toEqual({ ref, numbers: foundBy !== "address" });
      for (const row of own) expect((row.Lead_Source_Last_Updated__c ?? "") < `${leadMonths(TODAY)[0]}-01`).toBe(true);
    }
  });

  it("says of lists and months what the rows say", () => {
    const named = (wanted: (lead: (typeof PLANTED_LEADS)[number]) => boolean) =>
      PLANTED_LEADS.filter(wanted)
        .map(({ lead }) => lead)
        .sort();
    expect(named(({ lists }) => lists.length === 2)).toEqual(LEAD_TRUTH.inTwoLists);
    expect(named(({ lists }) => lists.length === 3)).toEqual(LEAD_TRUTH.inThreeLists);
    expect(named(({ isCurrent }) => !isCurrent)).toEqual(LEAD_TRUTH.left);
    expect(named(({ rows, lists }) => rows.length > lists.length)).toEqual(LEAD_TRUTH.severalRows);
  });
});

describe("a broken delivery", () => {
  const right = leadSheet("source_2", 3, TODAY);
  const broken = (how: (typeof LEAD_BREAKS)[number], list: LeadList = "source_2") =>
    brokenLeadFile(how, list, 3, TODAY);

  it("has the name of the right one", () => {
    for (const how of LEAD_BREAKS) expect(broken(how).name).toBe(right.name);
  });

  it("has a column under another name, without one, or with one more", () => {
    const { needed, renamed } = LEAD_COLUMNS.source_2;
    expect(linesOf(broken("renamed"))[0]).toContain(renamed);
    expect(linesOf(broken("missing"))[0]).not.toContain(needed);
    expect(linesOf(broken("missing"))[0]).toHaveLength(right.columns.length - 1);
    expect(linesOf(broken("additional"))[0]).toEqual([...right.columns, ADDITIONAL_COLUMN]);
  });

  it("is empty, or has its header alone", () => {
    expect(broken("empty").text).toBe("");
    expect(linesOf(broken("headers alone"))).toHaveLength(1);
  });

  it("breaks off within a row, or within a cell", () => {
    for (const list of LEAD_LISTS) {
      expect(linesOf(broken("cut within a row", list)).at(-1)).toHaveLength(1);
      const { text } = broken("cut within a cell", list);
      expect(text.length).toBeLessThan(brokenLeadFile("half its size", list, 3, TODAY).text.length * 2);
      expect(() => parse(text, { bom: true, relax_quotes: true, relax_column_count: true })).toThrow(/quote/i);
    }
  });

  it("has the phone elsewhere in most rows", () => {
    const phones = rowsOf(broken("mostly shifted")).map((row) => row.Phone ?? "");
    expect(phones.filter((phone) => /\d{4}$/.test(phone)).length / phones.length).toBeLessThan(0.5);
  });

  it("has fewer than half of the rows", () => {
    expect(rowsOf(broken("half its size")).length).toBeLessThan(right.rows.length / 2);
  });
});

function licenceOf(list: LeadList, row: Readonly<Record<string, string>>): string {
  if (list === "source_1") return row["Credential Number"] ?? "";
  return list === "source_2" ? (row["Type License"] ?? "").replace(/^.* - /, "") : (row.Operation ?? "");
}

function phoneIn(row: string): string {
  const list = LEAD_LISTS.find((each) => row.startsWith(each)) ?? "source_1";
  return rowOf(list, 3, row.slice(list.length + 1)).Phone ?? "";
}
