import { beforeAll, describe, expect, it } from "vitest";
import { commands } from "../../commands/index.js";
import type { Role } from "../../src/command/index.js";
import { METRICS } from "../../src/metrics/index.js";
import { onBothEngines } from "../pool/engines.js";
import { type Office, PLACES, rowsOf, withOffice } from "./office.js";

const GRANDVIEW = "Grandview School District";
const everywhere = Object.keys(PLACES) as (keyof typeof PLACES)[];

onBothEngines((engine) => {
  const office = withOffice(engine, 0.15);
  let names: string[];
  let addresses: string[];
  let races: string[];
  let student: string;
  beforeAll(async () => {
    const contacts = await office().pool.db.contact.findMany({ where: { deleted_at: null } });
    names = [...new Set(contacts.map(({ full_name }) => full_name))];
    addresses = contacts.flatMap(({ email }) => (email === null ? [] : [email]));
    // Labels that mean nothing but somebody's race.
    races = [...new Set(contacts.flatMap(({ race_raw }) => race_raw ?? []))].filter((label) =>
      /black|hispanic|asian|indian|native|multi/i.test(label),
    );
    expect(races.length).toBeGreaterThan(3);
    student = contacts.find(({ kind }) => kind === "student")?.full_name ?? "";
  });

  /** What a text reveals of people that it may not. */
  const revealed = (told: string, secrets: readonly string[]): string[] =>
    secrets.filter((secret) => told.includes(secret));
  const everyLine = (it: Office) => [
    ...commands.flatMap(({ examples }) => examples),
    "volunteer marisol",
    `volunteer ${it.world.org.url}`,
    `report org Hill's Pet Nutrition 3y`,
    `trace "${student}"`,
    "metric M10 3y records",
    "metric X20 3y records",
  ];

  describe("a stranger", () => {
    it("is refused whatever they type, and told nothing of what there is", async () => {
      for (const line of [...everyLine(office()), "", "help", "nonsense", "volunteers colour:red"]) {
        const failure = await office().failure(line, { as: "none" });
        expect(failure.code, line).toBe("not_allowed");
        expect(failure.suggestions, line).toEqual([]);
        expect(failure.text, line).toMatch(/^Polaris answers people who work with/);
      }
    });
  });

  // Every example of every command, each in several places: slow beside other work.
  describe("a district viewer", { timeout: 120_000 }, () => {
    const viewer = { as: "district", districts: [GRANDVIEW] } as const;

    it("never sees the name or address of anybody, in any answer, anywhere", async () => {
      const lines = [
        ...everyLine(office()),
        ...METRICS.flatMap(({ id }) => [`metric ${id} 4y`, `metric ${id} 4y records`, `metric ${id} 4y by:org`]),
        "status",
        "help",
      ];
      const figures = await Promise.all(
        METRICS.map(async ({ id }) => (await office().run(`metric ${id} 4y`, viewer)).kind),
      );
      expect(figures.filter((kind) => kind === "reply")).toHaveLength(METRICS.length);
      for (const line of lines) {
        for (const at of ["terminal", "direct", "channel"] as const) {
          const told = await office().everythingTold(line, { ...viewer, at });
          // What somebody typed themselves may be said back to them.
          const secrets = [...names, ...addresses].filter((secret) => !line.includes(secret));
          expect(revealed(told, secrets), `${line} at ${at}`).toEqual([]);
        }
      }
    });

    it("gets figures alone: neither the records behind one nor a button to them", async () => {
      for (const line of ["metric M60 4y records", "metric M10 4y records"])
        expect((await office().failure(line, viewer)).code, line).toBe("not_allowed");
      const labels = async (asked: Parameters<Office["reply"]>[1]) =>
        (await office().reply("metric M60 4y", asked)).actions.map(({ label }) => label);
      expect(await labels(viewer)).toEqual(["How is it defined?"]);
      expect(await labels({ as: "coordinator" })).toEqual(["How is it defined?", "Records behind it"]);
    });

    it("sees figures of their own district alone", async () => {
      const own = await office().json("metric M60 4y", { ...viewer, at: "terminal" });
      const named = await office().json(`metric M60 4y district:"${GRANDVIEW}"`, { at: "terminal" });
      const all = await office().json("metric M60 4y", { at: "terminal" });
      expect(own.facts).toEqual(named.facts);
      expect(own.provenance?.filters).toEqual({ district: GRANDVIEW });
      expect(own.facts[0]?.value).not.toBe(all.facts[0]?.value);
      const districts = rowsOf(
        await office().json("metric M60 4y by:district", { ...viewer, at: "terminal" }),
        "by_district",
      );
      expect(districts.map(({ district }) => district)).toEqual([GRANDVIEW]);
    });

    it("T4: is refused another district, by whatever name", async () => {
      for (const other of ["Center School District", "Center", "unknown", "Grandview, Center"]) {
        const failure = await office().failure(`metric M60 4y district:"${other}"`, viewer);
        expect(failure.code, other).toBe("not_allowed");
      }
      expect((await office().failure("metric M60", { as: "district" })).code).toBe("not_allowed");
    });

    it("may not run what shows people", async () => {
      for (const line of [
        "volunteers",
        "volunteer marisol",
        "trace marisol",
        "report org Hill's",
        "sync",
        "alias x means:Hill's",
      ])
        expect((await office().failure(line, viewer)).code, line).toBe("not_allowed");
    });
  });

  describe("a coordinator", { timeout: 120_000 }, () => {
    it("sees no demographic, and no student's name, in any answer, anywhere", async () => {
      for (const line of everyLine(office())) {
        for (const at of everywhere) {
          const told = await office().everythingTold(line, { as: "coordinator", at });
          expect(revealed(told, races), `${line} at ${at}`).toEqual([]);
          if (!line.includes(student)) expect(told, `${line} at ${at}`).not.toContain(student);
        }
      }
    });

    it("gets no row of a student, and neither does an administrator: a count is all", async () => {
      for (const at of everywhere) {
        const records = await office().reply("metric M10 4y records", { as: "admin", at });
        expect(records.tables, at).toEqual([]);
        expect(records.text, at).toMatch(/^[\d,]+ student participations stand behind/);
        const traced = await office().reply(`trace "${student}"`, { as: "admin", at });
        expect(
          traced.tables.map(({ key }) => key),
          at,
        ).not.toContain("students");
        expect(
          traced.tables.flatMap(({ rows }) => rows.flat()),
          at,
        ).not.toContain("Student");
      }
    });

    it("sees names and addresses in private, and neither in a channel", async () => {
      const asked = { as: "coordinator" } as const;
      const hills = 'volunteers org:"Hill\'s"';
      expect(revealed(await office().everythingTold(hills, { ...asked, at: "direct" }), names)).not.toEqual([]);
      expect(
        revealed(await office().everythingTold(hills, { ...asked, at: "channel" }), [...names, ...addresses]),
      ).toEqual([]);
      expect(revealed(await office().everythingTold(hills, { ...asked, at: "trusted" }), addresses)).toEqual([]);
    });
  });

  describe("every command", () => {
    const ROLES: readonly Exclude<Role, "none">[] = ["admin", "staff", "coordinator", "district"];

    it("is refused to the roles it does not name", async () => {
      for (const { name, allow } of commands) {
        for (const role of ROLES.filter((each) => !allow.includes(each))) {
          const failure = await office().failure(name, { as: role, districts: [GRANDVIEW] });
          expect(failure.code, `${name} as ${role}`).toBe("not_allowed");
        }
      }
    });

    it("answers each of its own examples, or asks or says what is not there", async () => {
      for (const { name, examples } of commands.filter(({ effect }) => effect === "read")) {
        for (const line of examples) {
          const outcome = await office().run(line, { as: "admin" });
          const code = outcome.kind === "failed" ? outcome.failure.code : null;
          expect([null, "not_found"], `${name}: ${line}`).toContain(code);
        }
      }
    });
  });
});
