import { mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import ExcelJS from "exceljs";
import sql from "sql-template-tag";
import { beforeAll, describe, expect, it } from "vitest";
import { parsePeriod } from "../../src/domain/index.js";
import { renderWorkbook } from "../../src/reply/index.js";
import { CALENDAR } from "../figures/world.js";
import { type PlainCompany, plainCompany } from "../plain/index.js";
import { onBothEngines } from "../pool/engines.js";
import { rowsOf, withOffice } from "./office.js";

const HILLS = "Hill's Pet Nutrition";
const COMMA = "Prairie Signal Software, Inc.";
const YEARS = parsePeriod("3y", CALENDAR);

onBothEngines((engine) => {
  const office = withOffice(engine);
  let other: string;
  const plain = (...organizations: string[]): PlainCompany => {
    const { world } = office();
    const window = { start: YEARS.start ?? "", end: YEARS.end ?? "" };
    return plainCompany(world.rows(), { ...world.rules, ...window, organization: organizations });
  };
  const factsOf = (json: { facts: readonly { key: string; value: unknown }[] }) =>
    Object.fromEntries(json.facts.map(({ key, value }) => [key, value]));

  beforeAll(async () => {
    const [busiest] = await office().pool.query<{ name: string }>(sql`
      SELECT o.name FROM participation p JOIN organization o ON o.id = p.credited_organization_id
      WHERE p.counts = TRUE AND o.name <> ${HILLS} AND o.name NOT LIKE '%,%' GROUP BY o.name ORDER BY COUNT(*) DESC, o.name LIMIT 1`);
    other = busiest?.name ?? "";
  });

  describe("report org", () => {
    it("puts several side by side, with a line over all that is counted again", async () => {
      const both = plain(HILLS, other);
      const json = await office().json(`report org "Hill's", "${other}" 3y`, { at: "terminal" });
      expect(factsOf(json)).toMatchObject({
        X60: both.sessions,
        M20: both.M20,
        M30: both.M30,
        X13: both.studentsReached,
      });
      expect(rowsOf(json, "by_organisation").map(({ organisation, X60, M30 }) => [organisation, X60, M30])).toEqual(
        [HILLS, other].map((name) => [name, plain(name).sessions, plain(name).M30]),
      );
      const table = json.tables.find(({ key }) => key === "by_organisation");
      expect(table?.total?.slice(0, 4)).toEqual(["Together", both.inPerson, both.virtual, both.sessions]);
    });

    it("takes them by a key that is repeated, and a name that has a comma of its own", async () => {
      const repeated = await office().json(`report org org:"Hill's" org:"${COMMA}" 3y`, { at: "terminal" });
      expect(rowsOf(repeated, "by_organisation").map(({ organisation }) => organisation)).toEqual([HILLS, COMMA]);
      const listed = await office().json(`report org ${COMMA}, Hill's 3y`, { at: "terminal" });
      expect(rowsOf(listed, "by_organisation").map(({ organisation }) => organisation)).toEqual([COMMA, HILLS]);
      expect((await office().json(`report org ${COMMA} 3y`)).title).toContain(COMMA);
    });

    it("asks about the one name of several that is not clear, and keeps the others", async () => {
      const ask = await office().ask("report org Hill's, prairie signal 3y");
      expect(ask.choices.map(({ label }) => label)).toContain("Prairie Signal Software");
      const chosen = await office().json(ask.choices.find(({ label }) => label === COMMA)?.line ?? "", {
        at: "terminal",
      });
      expect(rowsOf(chosen, "by_organisation").map(({ organisation }) => organisation)).toEqual([HILLS, COMMA]);
      expect(await office().failure("report org Hill's, Qwxyz Unlimited 3y")).toMatchObject({ code: "not_found" });
    });

    it("offers each of several by itself, and refuses more than a page holds", async () => {
      const { actions } = await office().reply(`report org Hill's, ${other} 3y`);
      const only = actions.find(({ label }) => label === `Only ${other}`);
      expect((await office().reply(only?.line ?? "")).title).toBe(`${other}: sessions, volunteers and reach`);
      const many = Array.from({ length: 13 }, (_, n) => `Company ${n}`).join(", ");
      expect((await office().failure(`report org ${many}`)).text).toContain("13 organisations do not fit side by side");
    });

    it("takes all years, everybody ever linked, and filters", async () => {
      const all = await office().json(`report org "${HILLS}" all`, { at: "terminal" });
      expect(all.provenance?.period).toEqual({ start: null, end: null });
      const full = await office().json(`report org "${HILLS}" all full`, { at: "terminal" });
      expect(full.provenance?.filters).toMatchObject({ counted: "everybody ever linked" });
      expect(Number(factsOf(full).X60)).toBeGreaterThanOrEqual(Number(factsOf(all).X60));
      const virtual = await office().json(`report org "${HILLS}" all format:virtual`, { at: "terminal" });
      expect(factsOf(virtual)).toMatchObject({ X62: 0, X60: factsOf(all).X61 });
      expect(virtual.provenance?.filters).toMatchObject({ format: "Virtual" });
    });

    it("offers to correct a session's reach, and the edition to send", async () => {
      const { actions } = await office().reply(`report org "${HILLS}" 3y`);
      expect(actions.map(({ label, line, does }) => [label, line, does])).toEqual([
        ["Edition to send", `report org "${HILLS}" edition:external 3y`, "run"],
        ["Correct a session's reach", "reach", "form"],
      ]);
    });

    it("makes the workbook that is sent: a cover, in person, virtual, volunteers, method, and no address or note", async () => {
      const reply = await office().reply(`report org "${HILLS}" 3y edition:external as:xlsx`);
      expect(reply.files.map(({ name }) => name)).toEqual([
        "hills-pet-nutrition-to-send.xlsx",
        "hills-pet-nutrition-to-send.csv",
      ]);
      const folder = mkdtempSync(path.join(os.tmpdir(), "polaris-edition-"));
      const file = path.join(folder, "edition.xlsx");
      try {
        await renderWorkbook(reply, file, { timeZone: "America/Chicago" });
        const workbook = new ExcelJS.Workbook();
        await workbook.xlsx.readFile(file);
        expect(workbook.worksheets.map(({ name }) => name)).toEqual([
          "Summary",
          "In person",
          "Virtual sessions",
          "Volunteers",
          "Method",
        ]);
        const texts: string[] = [];
        workbook.eachSheet((sheet) => {
          sheet.eachRow((row) => {
            row.eachCell((cell) => texts.push(String(cell.value)));
          });
        });
        expect(texts.some((text) => text.startsWith("Thank you from"))).toBe(true);
        expect(texts.filter((text) => /@|https?:|Former|Salesforce Id/.test(text))).toEqual([]);
        expect(workbook.getWorksheet("Volunteers")?.rowCount).toBe(plain(HILLS).M20 + 2);
      } finally {
        rmSync(folder, { recursive: true, force: true });
      }
    });

    it("sends nobody an edition about several", async () => {
      const failure = await office().failure(`report org Hill's, ${other} edition:external`);
      expect(failure).toMatchObject({ code: "argument_invalid" });
      expect(failure.text).toContain("is about one alone");
    });

    it("puts no lists of thanks into that edition, and offers the one or the other", async () => {
      const failure = await office().failure(`report org "${HILLS}" 3y edition:external with:thanks`);
      expect(failure).toMatchObject({ code: "argument_invalid" });
      const [edition, lists] = failure.suggestions;
      expect((await office().reply(edition?.line ?? "")).text).toMatch(/^Thank you from /);
      expect((await office().reply(lists?.line ?? "")).tables.map(({ key }) => key)).toContain(
        "organisations_to_thank",
      );
    });

    it("puts the lists of thanks into the same workbook", async () => {
      const json = await office().json(`report org "${HILLS}" 3y with:thanks`, { at: "terminal" });
      const thanked = rowsOf(json, "volunteers_to_thank");
      expect(thanked).toHaveLength(plain(HILLS).M20);
      expect(rowsOf(json, "organisations_to_thank").map(({ organisation }) => organisation)).toContain(HILLS);
    });

    it("says where a company was last, for a period before all data", async () => {
      const reply = await office().reply(`report org "${HILLS}" SY09-10`);
      expect(reply.text).toMatch(
        /^No session was held with Hill's Pet Nutrition in SY09-10 .* They were last active on \d/,
      );
    });
  });

  describe("report thank-you", () => {
    it("asks whom to thank, and ranks the one or the other", async () => {
      expect(await office().ask("report thank-you")).toMatchObject({ missing: ["of"] });
      const orgs = await office().json("report thank-you orgs 3y", { at: "terminal" });
      const hours = rowsOf(orgs, "organisations_to_thank").map(({ M30 }) => Number(M30));
      expect(hours).toEqual([...hours].sort((a, b) => b - a));
      const hills = rowsOf(orgs, "organisations_to_thank").find(({ organisation }) => organisation === HILLS);
      expect(hills).toMatchObject({ X60: plain(HILLS).sessions, M20: plain(HILLS).M20, M30: plain(HILLS).M30 });
      const people = await office().json(`report thank-you volunteers org:"${HILLS}" 3y sort:sessions`, {
        at: "terminal",
      });
      expect(rowsOf(people, "volunteers_to_thank")).toHaveLength(plain(HILLS).M20);
    });

    it("keeps names and addresses out of a channel", async () => {
      const line = "report thank-you volunteers 3y";
      const rows = rowsOf(await office().json(line, { at: "terminal" }), "volunteers_to_thank");
      const told = await office().everythingTold(line, { at: "channel" });
      const secrets = rows.flatMap(({ volunteer, email }) => [volunteer, email].filter((each) => each !== null));
      expect(secrets.length).toBeGreaterThan(20);
      for (const secret of secrets) expect(told).not.toContain(JSON.stringify(secret).slice(1, -1));
    });
  });
});
