import { beforeAll, describe, expect, it } from "vitest";
import { importDataset } from "../../src/intake/index.js";
import { organizationSchema } from "../../src/runtime/index.js";
import { datasetNamed, placesOf } from "../../src/sources/index.js";
import { onBothEngines } from "../pool/engines.js";
import { rowsOf, withOffice } from "./office.js";

const HEADER = [
  "Session ID",
  "Event",
  "Student ID",
  "First Name",
  "Last Name",
  "School",
  "District",
  "Pathway",
  "Status",
];
const AS_STAFF = { at: "terminal" } as const;

onBothEngines((engine) => {
  const office = withOffice(engine, 0.1);
  /** A reader of students' rows, at the terminal. */
  const reader = { at: "terminal", readsStudents: true } as const;

  beforeAll(async () => {
    const { pool, world } = office();
    const school = await pool.db.school.findFirst({ where: { deleted_at: null, NOT: { district_id: null } } });
    const event = await pool.db.event.findFirst({ where: { deleted_at: null, source: "salesforce" } });
    const there = await pool.db.contact.findFirst({
      where: { kind: "student", deleted_at: null, NOT: [{ first_name: null }, { school_id: null }] },
    });
    const dataset = datasetNamed("pathway-roster");
    if (dataset === undefined || !school || !event || !there) throw new Error("the sample lacks something");
    const line = (number: string, first: string, last: string, at: string) => [
      event.source_id,
      event.title,
      number,
      first,
      last,
      at,
      null,
      "Health",
      "Attended",
    ];
    const rows = [
      line("ZZ-1", "Quentin", "Newcomer", school.name),
      line("ZZ-2", "", "", school.name),
      line("ZZ-3", there.first_name ?? "", there.last_name ?? "", "Nowhere School"),
    ].map((cells, place) => ({ number: place + 2, cells }));
    const grid = { name: "roster.csv", header: HEADER, headerRow: 1, rows, serialDates: false };
    const result = await importDataset({
      pool,
      organization: organizationSchema.parse(undefined),
      clock: { now: () => world.now },
      dataset,
      grid,
      places: placesOf(grid, dataset.columns),
      origin: "file:roster.csv",
      defaults: {},
      whole: true,
      trigger: "command",
      startedBy: "terminal",
    });
    expect(result.error).toBeNull();
  });

  describe("students waiting", () => {
    it("counts those of pathway rosters who are not in Salesforce, and shows no row of a student", async () => {
      const { text } = await office().reply("students waiting", AS_STAFF);
      expect(text).toContain("3 students of pathway rosters are not in Salesforce, and count nowhere.");
      expect(text).toContain("1 has a number and no name.");
      for (const at of ["channel", "direct", "terminal"] as const)
        expect(await office().everythingTold("students waiting", { at })).not.toContain("Newcomer");
      expect((await office().failure("students waiting", { as: "coordinator" })).code).toBe("not_allowed");
    });

    it("gives a reader of students' rows the file to create them with, whoever may be there already apart", async () => {
      const json = await office().json("students waiting", reader);
      const created = rowsOf(json, "create");
      expect(created).toMatchObject([
        { first_name: "Quentin", last_name: "Newcomer", type: "Student", number: "ZZ-1", pathway: "Health" },
      ]);
      expect(String(created[0]?.school_id)).toMatch(/^001/);
      expect(rowsOf(json, "near")).toMatchObject([{ number: "ZZ-3" }]);
    });

    it("matches them by itself once Salesforce has them", async () => {
      const [row] = rowsOf(await office().json("students waiting", reader), "create");
      office().world.org.insert("Contact", {
        FirstName: String(row?.first_name),
        LastName: String(row?.last_name),
        Contact_Type__c: String(row?.type),
        Local_Student_ID__c: String(row?.number),
        npsp__Primary_Affiliation__c: String(row?.school_id),
      });
      await office().reply("sync salesforce", AS_STAFF);
      expect((await office().reply("students waiting", AS_STAFF)).text).toContain("2 students of pathway rosters");
      const { pool } = office();
      const student = await pool.db.contact.findFirst({ where: { local_student_id: "ZZ-1" } });
      expect(
        await pool.db.participation.count({ where: { source: "pathway-roster", contact_id: student?.id ?? 0 } }),
      ).toBe(1);
    });
  });
});
