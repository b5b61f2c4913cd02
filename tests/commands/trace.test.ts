import { beforeAll, describe, expect, it } from "vitest";
import { importDataset } from "../../src/intake/index.js";
import { organizationSchema } from "../../src/runtime/index.js";
import { pathfulSessions, placesOf } from "../../src/sources/index.js";
import { gridOf, type Line, line, professional } from "../intake/pathful/setting.js";
import { onBothEngines } from "../pool/engines.js";
import { columnsOf, rowsOf, withOffice } from "./office.js";

const ALL = ["what", "name", "state", "why", "since", "came_by", "source", "id"];

onBothEngines((engine) => {
  const office = withOffice(engine, 0.05);
  const bring = async (...lines: Line[]) => {
    const grid = gridOf("sessions.xlsx", lines);
    return importDataset({
      pool: office().pool,
      organization: organizationSchema.parse({}),
      clock: { now: () => office().world.now },
      dataset: pathfulSessions,
      grid,
      places: placesOf(grid, pathfulSessions.columns),
      origin: "file:sessions.xlsx",
      defaults: {},
      whole: false,
      trigger: "command",
      startedBy: "U1",
    });
  };
  const rows = async (text: string) =>
    rowsOf(await office().json(`trace ${text}`, { as: "coordinator", at: "terminal" }), "trace");

  describe("trace, before Pathful was ever read", () => {
    it("tells what is not there from what was not read", async () => {
      const reply = await office().reply("trace Thad Quackenbush");
      expect(reply.text).toBe("Nothing is known of “Thad Quackenbush”.");
      expect(reply.tables[0]?.empty).toMatch(
        /^Searched Salesforce \(last read 20 Nov 2026.*\), with the open questions and the rows that wait\. Never read in full: Pathful Session Report, .*Teacher roster.*; what is only there is not known yet\./,
      );
    });
  });

  describe("trace, after a report of Pathful", () => {
    beforeAll(async () => {
      const seen = { source: "salesforce", record_hash: "0", batch_id: 1, first_seen_at: "", last_seen_at: "" };
      const name = { first_name: "Thaddeus", last_name: "Quackenbush", full_name: "Thaddeus Quackenbush" };
      await office().pool.write((db) =>
        db.contact.create({ data: { ...seen, ...name, source_id: "0035f00000Zz1eeAAA", kind: "volunteer" } }),
      );
      await bring(
        line({}),
        professional({ Name: "Thad Quackenbush", "User Auth Id": "77" }),
        line({ "Session ID": "sess-002", Title: "Undated Robotics", Date: "", Status: "Published", School: "" }),
      );
    });

    it("has source and id as its last columns", async () => {
      const json = await office().json("trace quackenbush", { as: "coordinator", at: "terminal" });
      expect(columnsOf(json, "trace")).toEqual(ALL);
    });
    it("says of somebody whose rows wait which question asks who it is, by name and by Pathful's id", async () => {
      for (const text of ["Thad Quackenbush", "77"])
        expect(await rows(text), text).toContainEqual(
          expect.objectContaining({
            what: "Question",
            state: "open question",
            source: "Pathful",
            why: expect.stringMatching(
              /asks who this volunteer is; .*; 1 row waits for it; perhaps Thaddeus Quackenbush/,
            ),
          }),
        );
      expect(await rows("quackenbush")).toContainEqual(
        expect.objectContaining({ what: "People in virtual sessions", state: "waiting", source: "Pathful" }),
      );
    });
    it("finds a session by its id at Pathful, with the file that brought it", async () => {
      const [session] = (await rows("sess-001")).filter(({ what }) => what === "Event");
      expect(session).toMatchObject({ source: "Pathful", id: "sess-001", state: "in the pool" });
      expect(session?.came_by).toMatch(/^file sessions\.xlsx, 20 Nov 2026$/);
      expect(session?.why).toContain("Pathful session sess-001");
      expect(session?.why).toContain("2 rows of people in it wait for an answer");
    });
    it("finds a session that waits for a day, by its title and its id", async () => {
      for (const text of ["undated robotics", "sess-002"])
        expect(await rows(text), text).toContainEqual(
          expect.objectContaining({ what: "Session without a date", why: expect.stringContaining("waits for a day") }),
        );
    });
    it("keeps names out of a channel", async () => {
      const told = await office().everythingTold("trace quackenbush", { at: "channel" });
      expect(told).not.toContain("Quackenbush");
      expect(told).not.toContain("sessions.xlsx");
    });
    it("keeps a student's outside visit back in every place", async () => {
      await office().pool.write((db) =>
        db.outsideVisit.create({
          data: {
            source: "outside-visits",
            source_id: "v1",
            record_hash: "0",
            batch_id: 1,
            first_seen_at: office().world.now,
            last_seen_at: office().world.now,
            student_ref: "S-77881",
            place: "Glass Works of Olathe",
          },
        }),
      );
      for (const at of ["direct", "terminal", "channel"] as const) {
        const reply = await office().reply('trace "glass works of olathe"', { as: "admin", at });
        expect(
          reply.tables.map(({ key }) => key),
          at,
        ).toEqual(["trace"]);
        expect(JSON.stringify(reply), at).not.toContain("S-77881");
        expect(reply.notices.map(({ text }) => text).join(), at).toContain("student records");
      }
    });
  });
});
