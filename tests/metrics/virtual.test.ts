import { describe, expect, it } from "vitest";
import { onBothEngines } from "../pool/engines.js";
import { ask, figure, figuresBy, where } from "./asking.js";
import { inPool } from "./in-pool.js";
import type { SmallOrganization } from "./small-organization.js";

const TEACHERS = ["M70", "M71", "M72", "M73", "M80", "X70"];

/** A teacher whose attendance at an event is confirmed. */
const confirm = (small: SmallOrganization, event: number, contact: number) =>
  small.participation({ event, contact, role: "teacher", confirmedAt: "2025-10-01T17:00:00.000Z" });

describe("teachers of virtual sessions (M70 to M73, M80, X70)", () => {
  onBothEngines((engine) => {
    const given = inPool(engine, (small) => {
      const [kck, grandview] = [small.district("KCK"), small.district("Grandview")];
      const [a, b] = [small.school("A", kck, "High"), small.school("B", grandview, "Middle")];
      const teacher = (name: string, school?: number, more: object = {}) =>
        small.person(name, { kind: "teacher", ...(school === undefined ? {} : { school }), ...more });
      const [tia, tom, tess, tod, tea] = [
        teacher("Tia", a),
        teacher("Tom", a),
        teacher("Tess", b),
        teacher("Tod"),
        teacher("Tea", a),
      ];
      const virtual = (date: string, status: string) =>
        small.event({ date, status, format: "virtual", districts: [kck] });
      const held = virtual("2025-10-01", "Completed");
      const simulcast = virtual("2025-11-01", "Simulcast");
      const notHeld = virtual("2025-12-01", "Confirmed");
      const cancelled = virtual("2026-01-10", "Cancelled");
      const inPerson = small.event({ date: "2025-10-02", districts: [kck] });
      for (const contact of [tia, tom]) confirm(small, held, contact);
      small.participation({ event: held, contact: tess, role: "teacher", status: "no_show" });
      small.participation({ event: held, contact: tea, role: "teacher", status: "needs_review" });
      for (const contact of [tia, tess, tod, teacher("Out", a, { excluded: true })]) confirm(small, simulcast, contact);
      // The other record of a teacher who is there already.
      confirm(small, simulcast, teacher("Tia again", a, { sameAs: tia }));
      for (const event of [notHeld, cancelled, inPerson]) confirm(small, event, tea);
      return { kck, grandview, held };
    });

    it("counts teachers once, classrooms with them, and each teacher in each session as an experience", async () => {
      // Held: Tia and Tom; simulcast: Tia, Tess and Tod. Tea was confirmed where no session was held.
      const { total, counts } = await ask(given.pool(), { metrics: TEACHERS });
      expect(total.figures).toEqual({ M70: [4], M71: [4], M72: [5], M73: [100], M80: [5], X70: [1] });
      expect(counts).toMatchObject({ excluded: 1, "classrooms estimated": 4 });
    });

    it("counts them in the district, school and level of their own school, whoever's the session was (A4)", async () => {
      const pool = given.pool();
      expect(await figuresBy(pool, "M70", "district")).toEqual({ KCK: 2, Grandview: 1, Unknown: 1 });
      expect(await figuresBy(pool, "M73", "school")).toEqual({ A: 50, B: 25, Unknown: 25 });
      expect(await figuresBy(pool, "M80", "school_level")).toEqual({ High: 3, Middle: 1, Unknown: 1 });
      expect(await figure(pool, "M72", { filters: [where("district", given.ids().kck)] })).toBe(3);
    });

    it("says how many teachers have no known district or school, not how many events", async () => {
      const { counts } = await ask(given.pool(), { metrics: ["M70"], by: "district" });
      expect(counts["teachers of unknown district"]).toBe(1);
      expect(counts).not.toHaveProperty("events of unknown district");
    });

    it("names them by teacher", async () => {
      expect(await figuresBy(given.pool(), "M80", "teacher")).toEqual({ Tia: 2, Tess: 1, Tod: 1, Tom: 1 });
    });
  });
});

describe("the estimate of virtual students (M73)", () => {
  onBothEngines((engine) => {
    const given = inPool(engine, (small) => {
      const event = small.event({ date: "2025-10-01", format: "virtual" });
      for (const name of ["First", "Second"]) confirm(small, event, small.person(name, { kind: "teacher" }));
      for (const status of ["registered", "no_show"])
        small.participation({ event, contact: small.person(status, { kind: "teacher" }), role: "teacher", status });
    });

    it("T28: is 50 where two teachers attended, one had registered and one did not come", async () => {
      expect(await figure(given.pool(), "M73")).toBe(50);
    });
  });
});

describe("more teachers than Pathful counted (A3)", () => {
  onBothEngines((engine) => {
    const given = inPool(engine, (small) => {
      const [kck, grandview] = [small.district("KCK"), small.district("Grandview")];
      const [a, b] = [small.school("A", kck), small.school("B", grandview)];
      const event = small.event({ date: "2025-10-01", format: "virtual", pathful: { educators: 1 } });
      for (const [name, school] of [
        ["Tia", a],
        ["Tom", a],
        ["Tess", b],
      ] as const)
        confirm(small, event, small.person(name, { kind: "teacher", school }));
      const settled = small.event({ date: "2025-11-01", format: "virtual", pathful: { educators: 1 } });
      for (const name of ["Tod", "Tea"]) confirm(small, settled, small.person(name, { kind: "teacher", school: a }));
      small.tooManySignedUp(event);
      small.tooManySignedUp(settled, true);
      return { grandview };
    });

    it("says that up to m − n may be too many, times 25 of the students, until somebody says who came", async () => {
      const { total } = await ask(given.pool(), { metrics: ["M70", "M71", "M72", "M73", "M80"] });
      expect(total.figures).toEqual({ M70: [5], M71: [5], M72: [5], M73: [125], M80: [5] });
      for (const id of ["M70", "M71", "M72", "M80"]) expect(total.notes[id]?.too_many, id).toBe(2);
      expect(total.notes.M73).toEqual({ classrooms: 5, too_many: 50 });
    });

    it("never says more than there are of those asked about", async () => {
      const ofGrandview = { filters: [where("district", given.ids().grandview)] };
      expect((await ask(given.pool(), { metrics: ["M80"], ...ofGrandview })).total.notes.M80).toEqual({ too_many: 1 });
      const { rows } = await ask(given.pool(), { metrics: ["M80"], by: "district" });
      expect(rows.map(({ label, notes }) => [label, notes.M80?.too_many])).toEqual([
        ["KCK", 2],
        ["Grandview", 1],
        ["Unknown", undefined],
      ]);
    });
  });
});

describe("local sessions and sessions with a presenter of colour (M81 to M84, X81, X82)", () => {
  onBothEngines((engine) => {
    const given = inPool(engine, (small) => {
      const [near, far] = [small.person("Near", { local: "local" }), small.person("Far", { race: "asian" })];
      const pathful = small.person("Pathful's", { local: "local" });
      const out = small.person("Out", { local: "local", race: "black", excluded: true });
      const white = small.person("One", { race: "white" });
      small.person("One's other record", { sameAs: white, race: "black" });
      const held = (date: string, status = "Completed") => small.event({ date, status, format: "virtual" });
      const presenting = (event: number, contact: number, more: object = {}) =>
        small.participation({ event, contact, type: "Presenter", ...more });
      presenting(held("2025-10-01"), near);
      const second = held("2025-10-02");
      presenting(second, far);
      small.participation({ event: second, contact: near, type: "Volunteer" });
      presenting(held("2025-10-03", "Simulcast"), pathful, { source: "pathful", type: "Professional" });
      presenting(held("2025-10-04"), out);
      presenting(held("2025-10-05"), near, { status: "no_show" });
      presenting(held("2025-10-06"), white);
      // Salesforce's row counts, because it has the larger hours; Pathful's says that they presented.
      const both = held("2025-10-07");
      small.participation({ event: both, contact: pathful, type: "Volunteer", hours: 3 });
      presenting(both, pathful, { source: "pathful", type: "Professional", counts: false });
      presenting(held("2026-04-01", "Confirmed"), near, { status: "registered" });
      presenting(held("2026-01-05", "Cancelled"), near);
      presenting(small.event({ date: "2025-10-08" }), near);
      // From Salesforce a Professional is a volunteer like others.
      small.participation({ event: held("2025-10-09"), contact: near, type: "Professional" });
    });

    it("counts held virtual sessions at which a presenter who came, and is not excluded, is local", async () => {
      // The 1st, the Simulcast of the 3rd, and the 7th.
      const { total, counts } = await ask(given.pool(), { metrics: ["M81", "M61", "X61", "X81"] });
      expect(total.figures).toEqual({ M81: [3], M61: [9], X61: [8], X81: [2] });
      expect(counts.excluded).toBe(1);
    });

    it("says once who is excluded, as presenter and as volunteer", async () => {
      expect((await ask(given.pool(), { metrics: ["M20", "M81"] })).counts.excluded).toBe(1);
    });

    it("gives the share of all virtual sessions not cancelled, to come or not, from 0 to 100", async () => {
      expect(await figure(given.pool(), "M83")).toBeCloseTo(100 / 3, 9);
      expect(await figure(given.pool(), "M83", { filters: [where("format", "in_person")] })).toBe(0);
    });

    it("knows a person of colour by any of their records", async () => {
      const { total } = await ask(given.pool(), { metrics: ["M82", "M84", "X82"], smallGroups: "shown" });
      expect(total.figures.M82).toEqual([2]);
      expect(total.figures.X82).toEqual([2]);
      expect(total.figures.M84?.[0]).toBeCloseTo(200 / 9, 9);
    });

    it("shows the share only of groups of five presenters or more (P4)", async () => {
      const { total, showsSmallGroups } = await ask(given.pool(), { metrics: ["M82", "M84", "X82"] });
      expect(total.figures).toEqual({ M82: ["<5 presenters"], M84: ["<5 presenters"], X82: ["<5"] });
      expect(showsSmallGroups).toBe(false);
    });

    it("has a row of 0 % where there were virtual sessions and none local", async () => {
      expect(await figuresBy(given.pool(), "M83", "month")).toMatchObject({ "Apr 2026": 0 });
    });
  });
});
