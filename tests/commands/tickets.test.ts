import { beforeAll, describe, expect, it } from "vitest";
import { importDataset } from "../../src/intake/index.js";
import { organizationSchema } from "../../src/runtime/index.js";
import { pathfulSessions, placesOf } from "../../src/sources/index.js";
import { gridOf, type Line, line, professional } from "../intake/pathful/setting.js";
import { onBothEngines } from "../pool/engines.js";
import { rowsOf, withOffice } from "./office.js";

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

  describe("tickets", () => {
    beforeAll(async () => {
      const seen = { source: "salesforce", record_hash: "0", batch_id: 1, first_seen_at: "", last_seen_at: "" };
      await office().pool.write((db) =>
        db.contact.create({
          data: {
            ...seen,
            source_id: "0035f00000Zz1eeAAA",
            kind: "volunteer",
            first_name: "Thaddeus",
            last_name: "Quackenbush",
            full_name: "Thaddeus Quackenbush",
          },
        }),
      );
      await bring(
        professional({ Name: "Thad Quackenbush", "User Auth Id": "77" }),
        line({ "Session ID": "sess-002", Date: "", Status: "Published", School: "" }),
      );
    });

    it("lists open questions, with the names only where they may be shown", async () => {
      const { text } = await office().reply("tickets");
      expect(text).toBe("2 questions open, 2 rows waiting for an answer.");
      const rows = rowsOf(await office().json("tickets"), "tickets");
      expect(rows.map(({ kind, asked, best, waiting }) => [kind, asked, best, waiting])).toEqual([
        ["When was this session?", "Careers in Robotics", null, 1],
        ["Who is this volunteer?", "Thad Quackenbush", "Thaddeus Quackenbush", 1],
      ]);
      const told = await office().everythingTold("tickets", { at: "channel" });
      expect(told).not.toContain("Quackenbush");
      expect(told).toContain("Who is this volunteer?");
    });

    it("shows one question with a button for each answer", async () => {
      const { actions, tables } = await office().reply("tickets kind:volunteer");
      expect(actions.map(({ label, line, does }) => [label, line, does])).toEqual([
        [
          "It is Thaddeus Quackenbush",
          expect.stringMatching(/^ticket id:\d+ answer:"?salesforce:0035f00000Zz1eeAAA"?$/),
          "run",
        ],
        ["Somebody new", expect.stringMatching(/^ticket id:\d+ answer:new$/), "run"],
        ["Another", expect.stringMatching(/^ticket id:\d+$/), "form"],
        ["Ignore", expect.stringMatching(/^ticket id:\d+ answer:ignore$/), "run"],
      ]);
      expect(tables[0]?.rows).toHaveLength(1);
      expect(await office().everythingTold("tickets kind:volunteer", { at: "channel" })).not.toContain("Quackenbush");
      const date = await office().reply("tickets kind:session_date");
      expect(date.actions.map(({ label, does }) => [label, does])).toEqual([
        ["Say the day", "form"],
        ["Ignore", "run"],
      ]);
    });

    it("answers a question by its button, notes who did, and takes the answer back", async () => {
      const open = await office().reply("tickets kind:volunteer");
      const answered = await office().reply(open.actions[0]?.line ?? "", { who: "U1" });
      expect(answered.text).toBe("The volunteer is known now. 1 row went in.");
      const stored = { source: "pathful", source_id: "sess-001#77", deleted_at: null };
      expect(
        await office().pool.db.participation.findMany({ where: stored, include: { contact: true } }),
      ).toMatchObject([{ status: "attended", contact: { source_id: "0035f00000Zz1eeAAA" } }]);
      const decision = { kind: "person", reversed_at: null };
      expect(await office().pool.db.decision.findMany({ where: decision })).toMatchObject([
        {
          subject: "pathful_user",
          source: "pathful",
          source_id: "77",
          value: "salesforce:0035f00000Zz1eeAAA",
          decided_by: "U1",
        },
      ]);
      const [entry] = await office().pool.db.auditEntry.findMany({
        where: { command: "ticket" },
        orderBy: { id: "desc" },
        take: 1,
      });
      expect(entry).toMatchObject({ kind: "write", actor: "U1" });
      expect(entry?.detail).not.toContain("Quackenbush");
      const [undo] = answered.actions;
      expect(undo?.label).toBe("Open it again");
      await office().reply(undo?.line ?? "");
      expect(await office().pool.db.participation.count({ where: stored })).toBe(0);
      expect(await office().pool.db.decision.count({ where: decision })).toBe(0);
      expect((await office().reply("tickets kind:volunteer")).text).toContain("Thad Quackenbush");
    });

    it("says what an answer has to be, and who may give one", async () => {
      const [volunteer] = await office().pool.db.ticket.findMany({ where: { kind: "volunteer" } });
      const failure = await office().failure(`ticket ${volunteer?.id} answer:003nobody`);
      expect(failure).toMatchObject({ code: "argument_invalid" });
      expect(failure.text).toContain("Expected the id of a volunteer");
      expect(await office().failure("ticket 4711 answer:new")).toMatchObject({ code: "not_found" });
      expect(await office().failure("tickets soon")).toMatchObject({ code: "argument_invalid" });
      expect(await office().failure(`ticket ${volunteer?.id} answer:new`, { as: "district" })).toMatchObject({
        code: "not_allowed",
      });
    });

    it("takes the day of a session from its form", async () => {
      const [date] = await office().pool.db.ticket.findMany({ where: { kind: "session_date" } });
      const { text } = await office().reply(`ticket ${date?.id} answer:"3/1/2026 10:00 AM"`, { who: "U0ADA" });
      expect(text).toBe("The session is on 2026-03-01 10:00. 1 row went in.");
      const again = await office().failure(`ticket ${date?.id} answer:2026-03-02`);
      expect(again.text).toContain(`ticket ${date?.id} answer:reopen`);
      const settled = await office().reply(`tickets ${date?.id}`, { who: "U0ADA" });
      expect(settled.text).toContain("It was answered “2026-03-01 10:00” by you.");
    });

    it("says of a question that the data has answered that nobody had to", async () => {
      const [date] = await office().pool.db.ticket.findMany({ where: { kind: "session_date" } });
      await office().reply(`ticket ${date?.id} answer:reopen`);
      await bring(line({ "Session ID": "sess-002", Date: "2026-03-02 10:00:00", Status: "Published", School: "" }));
      const settled = await office().reply(`tickets ${date?.id}`);
      expect(settled.text).toContain("It was settled by itself: answered by the data.");
    });

    it("tells two of one name apart by their number, and leads to the record of each", async () => {
      const seen = { source: "salesforce", record_hash: "0", batch_id: 1, first_seen_at: "", last_seen_at: "" };
      const twin = {
        kind: "volunteer",
        first_name: "Ottoline",
        last_name: "Pemberley",
        full_name: "Ottoline Pemberley",
      };
      const ids = ["0035f00000Zz1ffAAA", "0035f00000Zz1ggAAA"];
      for (const source_id of ids)
        await office().pool.write((db) => db.contact.create({ data: { ...seen, ...twin, source_id } }));
      await bring(professional({ Name: "Ottoline Pemberley", "User Auth Id": "78", "Session ID": "sess-003" }));
      const asked = await office().pool.db.ticket.findFirst({ where: { asked: "Ottoline Pemberley" } });
      const { actions, tables } = await office().reply(`tickets ${asked?.id}`);
      expect(actions.slice(0, 2).map(({ label }) => label)).toEqual([
        "It is no. 1, Ottoline Pemberley",
        "It is no. 2, Ottoline Pemberley",
      ]);
      expect(tables[0]?.rows.map((row) => [row[0], row.at(-1)])).toEqual(
        [1, 2].map((no, place) => [no, expect.stringContaining(`/Contact/${ids[place]}/`)]),
      );
    });
  });
});
