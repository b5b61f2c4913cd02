import { describe, expect, it } from "vitest";
import { type FilterClause, historyNotices } from "../../src/metrics/index.js";
import { emptyPool, onBothEngines } from "../pool/engines.js";
import { ask, days, EVER, figure, figuresBy, where, without, year } from "./asking.js";
import { inPool } from "./in-pool.js";

describe("professionals of colour (M90)", () => {
  onBothEngines((engine) => {
    const given = inPool(engine, (small) => {
      const event = small.event({ date: "2025-10-01" });
      const came = (organization: number, race: string | null, more: object = {}) => {
        const contact = small.person("Somebody", { ...(race === null ? {} : { race }), ...more });
        small.participation({ event, contact, organization });
        return contact;
      };
      const [big, middle, little, other] = ["Big", "Middle", "Little", "Other"].map((name) => small.organization(name));
      for (const race of ["asian", "black", "hispanic", "multi_racial", "two_or_more"]) came(big ?? 0, race);
      const noted = came(big ?? 0, null);
      small.person("The same", { sameAs: noted, race: "other_poc" });
      for (const race of ["white", "prefer_not_to_say", "other", "unknown"]) came(big ?? 0, race);
      came(big ?? 0, "black", { excluded: true });
      for (let count = 0; count < 5; count++) came(middle ?? 0, "bi_racial");
      for (let count = 0; count < 2; count++) came(little ?? 0, "native_hawaiian");
      came(other ?? 0, "white");
    });

    it("counts the races of the configuration, over all records of a person", async () => {
      expect(await figure(given.pool(), "M90")).toBe(13);
      expect(await figure(given.pool(), "M90", { filters: [where("organisation", "Big")] })).toBe(6);
    });

    it("shows no group below five, nor the smallest beside one that is alone below, nor who has none (P4)", async () => {
      const { rows, total } = await ask(given.pool(), { metrics: ["M90"], by: "organisation" });
      expect(rows.map(({ label, figures }) => [label, ...(figures.M90 ?? [])])).toEqual([
        ["Big", 6],
        ["Little", "<5"],
        ["Middle", "withheld"],
        ["Other", "<5"],
        ["Independent", "<5"],
      ]);
      expect(total.figures.M90).toEqual([13]);
    });

    it("gives no group away by filters that the table withholds, asked for one by one or left out (P4)", async () => {
      const held = (...filters: FilterClause[]) => figure(given.pool(), "M90", { filters });
      expect(await held(where("organisation", "Middle"))).toBe("withheld");
      expect(await held(where("organisation", "Little"))).toBe("<5");
      expect(await held(without("organisation", "Little"))).toBe("withheld");
      expect(await held(without("organisation", "Middle"))).toBe("withheld");
      expect(await held(where("organisation", "Big", "Middle"))).toBe("withheld");
      // Neither tells the two apart.
      expect(await held(where("organisation", "Middle", "Little"))).toBe(7);
      expect(await held(without("organisation", "Other"))).toBe(13);
      const byType = await ask(given.pool(), {
        metrics: ["M90"],
        by: "event_type",
        filters: [without("organisation", "Little")],
      });
      expect(byType.rows.map(({ figures }) => figures.M90)).toEqual([["withheld"]]);
    });

    it("shows every group where that is asked for, and says so", async () => {
      const shown = await ask(given.pool(), { metrics: ["M90"], by: "organisation", smallGroups: "shown" });
      expect(shown.rows.map(({ label, figures }) => [label, ...(figures.M90 ?? [])])).toEqual([
        ["Big", 6],
        ["Middle", 5],
        ["Little", 2],
        ["Other", 0],
        ["Independent", 0],
      ]);
      expect(shown.showsSmallGroups).toBe(true);
    });

    it("is kept neither by volunteer nor by event", async () => {
      for (const by of ["volunteer", "event"] as const)
        await expect(ask(given.pool(), { metrics: ["M90"], by })).rejects.toMatchObject({ code: "argument_invalid" });
    });
  });
});

describe("local professionals (M91)", () => {
  onBothEngines((engine) => {
    const given = inPool(engine, (small) => {
      const event = small.event({ date: "2025-10-01" });
      const people = [
        small.person("Ann", { local: "local" }),
        small.person("Bob", { local: "local", basis: "inferred" }),
        small.person("Cy", { local: "local", basis: "manual" }),
        small.person("Di", { local: "partial" }),
        small.person("Ed", { local: "non_local" }),
        small.person("Flo"),
        small.person("Out", { local: "local", excluded: true }),
      ];
      for (const contact of people) small.participation({ event, contact });
    });

    it("counts who is local, and says how many are by inference and of how many nothing is known", async () => {
      const { total, counts } = await ask(given.pool(), { metrics: ["M91"] });
      expect(total.figures.M91).toEqual([3]);
      expect(total.notes.M91).toEqual({ inferred: 1, unknown: 1 });
      expect(counts).toEqual({ excluded: 1, "locality inferred": 1, "locality unknown": 1 });
    });

    it("leaves out by basis:address who is local only for having come (EX2)", async () => {
      expect(await figure(given.pool(), "M91", { filters: [without("local_basis", "inferred")] })).toBe(2);
    });
  });
});

describe("first-time volunteers (M92)", () => {
  onBothEngines((engine) => {
    const given = inPool(engine, (small) => {
      const at = (date: string, more: object = {}) => small.event({ date, ...more });
      const old = small.person("Old");
      const [ann, ben, cy, di, fay] = ["Ann", "Ben", "Cy", "Di", "Fay"].map((name) => small.person(name));
      const eve = small.person("Eve");
      const eveToo = small.person("Eve's other record", { sameAs: eve });
      const dates: readonly (readonly [number | undefined, number])[] = [
        [old, at("2023-09-01")],
        [old, at("2025-10-01")],
        [ann, at("2024-10-01")],
        [ann, at("2025-10-02")],
        [ben, at("2025-09-03")],
        [ben, at("2025-10-03")],
        [cy, at("2024-10-04", { status: "Cancelled" })],
        [cy, at("2025-10-04")],
        [di, at("2024-10-05", { deleted: true })],
        [di, at("2025-10-05")],
        [eve, at("2024-10-06")],
        [eveToo, at("2025-10-06")],
        [fay, at("2025-03-07")],
        [fay, at("2025-10-07")],
      ];
      for (const [contact = 0, event] of dates) small.participation({ event, contact });
      small.participation({ event: at("2024-09-08"), contact: ben ?? 0, status: "no_show" });
    });

    it("counts who came in the window and never before; cancelled and deleted events are no earlier ones", async () => {
      expect(await figure(given.pool(), "M92", { periods: [year(2025)] })).toBe(3);
      expect(await figure(given.pool(), "M92", { periods: [year(2024)] })).toBe(3);
    });

    it("gives each of several periods its own before, and their union one of its own", async () => {
      const { total } = await ask(given.pool(), { metrics: ["M92"], periods: [year(2024), year(2025)] });
      expect(total.figures.M92).toEqual([3, 3, 6]);
      // Fay came first between the two: new in neither, nor in both together.
      const apart = [days("2024-08-01", "2024-12-31"), days("2025-08-01", "2025-12-31")];
      expect((await ask(given.pool(), { metrics: ["M92"], periods: apart })).total.figures.M92).toEqual([2, 3, 5]);
    });

    it("by month, before is still before the window: who came twice is in both months, and once in the total", async () => {
      const { rows, total } = await ask(given.pool(), { metrics: ["M92"], periods: [year(2025)], by: "month" });
      expect(rows.map(({ label, figures }) => [label, ...(figures.M92 ?? [])])).toEqual([
        ["Sep 2025", 1],
        ["Oct 2025", 3],
      ]);
      expect(total.figures.M92).toEqual([3]);
    });

    it("is said with the day before which nothing is known", async () => {
      const [later] = await historyNotices(given.pool(), [year(2025)]);
      expect(later).toMatchObject({
        level: "info",
        text: "The data has no volunteer before 1 Sep 2023: who came earlier counts as new.",
      });
      expect((await historyNotices(given.pool(), [EVER]))[0]?.level).toBe("warning");
      const nobody = await emptyPool(engine);
      expect(await historyNotices(nobody.pool, [EVER])).toEqual([]);
      await nobody.drop();
    });
  });
});

describe("volunteers ranked", () => {
  onBothEngines((engine) => {
    const given = inPool(engine, (small) => {
      const score: readonly (readonly [string, number, number])[] = [
        ["Victor", 10, 4],
        ["Jordan", 8, 2],
        ["Casey", 6, 3],
        ["Ella", 3, 2],
        ["Sam", 1, 1],
      ];
      for (const [name, hours, events] of score) {
        const contact = small.person(name);
        for (let place = 0; place < events; place++)
          small.participation({
            event: small.event({ date: `2025-10-0${place + 1}` }),
            contact,
            hours: hours / events,
          });
      }
    });

    it("T23: by hours Victor, Jordan, Casey, Ella, Sam", async () => {
      expect(Object.entries(await figuresBy(given.pool(), "M30", "volunteer"))).toEqual([
        ["Victor", 10],
        ["Jordan", 8],
        ["Casey", 6],
        ["Ella", 3],
        ["Sam", 1],
      ]);
    });

    it("T24: by events Victor 4, Casey 3, then Ella and Jordan 2 by name, Sam 1", async () => {
      expect(Object.entries(await figuresBy(given.pool(), "X20", "volunteer"))).toEqual([
        ["Victor", 4],
        ["Casey", 3],
        ["Ella", 2],
        ["Jordan", 2],
        ["Sam", 1],
      ]);
    });
  });
});

describe("rows by person", () => {
  onBothEngines((engine) => {
    const given = inPool(engine, (small) => {
      const event = small.event({ date: "2025-10-01" });
      const namesakes = Array.from({ length: 30 }, () => small.person("Sarah Jean Daniels"));
      for (const contact of namesakes.reverse()) small.participation({ event, contact });
    });

    it("have one order on both engines, namesakes too", async () => {
      const { rows } = await ask(given.pool(), { metrics: ["X20"], by: "volunteer" });
      expect(rows.map(({ key }) => key)).toEqual(Array.from({ length: 30 }, (_, at) => at + 1));
    });
  });
});

describe("what is to come, and the first and last activity (X25 to X28)", () => {
  onBothEngines((engine) => {
    const given = inPool(engine, (small) => {
      const [ann, ben, left] = [small.person("Ann"), small.person("Ben"), small.person("Eve", { excluded: true })];
      const on = (date: string, status: string) => small.event({ date, status, title: `${status} on ${date}` });
      small.participation({ event: on("2025-10-01", "Completed"), contact: ann });
      small.participation({ event: on("2025-09-01", "Completed"), contact: ben });
      // Neither somebody who is left out of reports, nor an event that was not held.
      small.participation({ event: on("2025-08-05", "Completed"), contact: left });
      small.participation({ event: on("2025-08-06", "Cancelled"), contact: ann });
      const [today, later] = [on("2026-02-15", "Confirmed"), on("2026-05-01", "Published")];
      for (const contact of [ann, ben, left]) small.participation({ event: today, contact, status: "registered" });
      small.participation({ event: later, contact: ann, status: "registered" });
      small.participation({ event: later, contact: ben, status: "cancelled" });
      small.participation({ event: on("2026-06-01", "Cancelled"), contact: ann, status: "registered" });
      small.participation({ event: on("2026-02-14", "Confirmed"), contact: ann, status: "registered" });
    });

    it("X25 counts who is signed up for what is to come, X28 the events, from today on", async () => {
      expect(await figure(given.pool(), "X25")).toBe(3);
      expect(await figure(given.pool(), "X28")).toBe(2);
      expect(await figuresBy(given.pool(), "X25", "volunteer")).toEqual({ Ann: 2, Ben: 1 });
    });

    it("X26 and X27 are the days of the first and the last session held to which somebody came", async () => {
      expect(await figure(given.pool(), "X26")).toBe("2025-09-01");
      expect(await figure(given.pool(), "X27")).toBe("2025-10-01");
      expect(await figure(given.pool(), "X26", { periods: [year(2020)] })).toBeNull();
      expect(await figuresBy(given.pool(), "X26", "volunteer")).toEqual({ Ann: "2025-10-01", Ben: "2025-09-01" });
    });
  });
});
