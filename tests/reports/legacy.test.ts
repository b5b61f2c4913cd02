import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Reply } from "../../src/reply/index.js";
import {
  allDistrictsReport,
  allPathwaysReport,
  attendanceReport,
  collectiveReport,
  firstTimeReport,
  recentReport,
  studentsReport,
  thankYouReport,
} from "../../src/reports/index.js";
import { ORGANIZATION, TODAY, year } from "../metrics/asking.js";
import { SmallOrganization } from "../metrics/small-organization.js";
import { type EmptyPool, emptyPool, onBothEngines } from "../pool/engines.js";

const SAID = "Connector sessions before SY24-25 were kept in Salesforce and are counted as they stood there.";

onBothEngines((engine) => {
  describe("Connector sessions of before SY24-25 (EV1)", () => {
    let empty: EmptyPool;
    const asked = (first: number) => ({
      periods: [year(first)],
      today: TODAY,
      now: "2026-02-15T18:00:00.000Z",
      sample: false,
    });
    beforeAll(async () => {
      empty = await emptyPool(engine);
      const small = new SmallOrganization(empty.pool);
      const kck = small.district("KCK");
      const ann = small.person("Ann");
      const acme = small.organization("Acme");
      const pathways = ORGANIZATION.pathways.list.slice(0, 1).map(({ name }) => name);
      const virtual = { format: "virtual", type: "connector_session", districts: [kck], pathways } as const;
      for (const event of [
        small.event({ ...virtual, date: "2023-10-05", legacy: true }),
        small.event({ ...virtual, date: "2024-10-05" }),
      ])
        small.participation({ event, contact: ann, organization: acme, hours: 1 });
      await small.write();
    });
    afterAll(() => empty.drop());

    const reports: readonly (readonly [string, (first: number) => Promise<Reply>])[] = [
      ["all districts", (first) => allDistrictsReport(empty.pool, ORGANIZATION, asked(first))],
      ["all pathways", (first) => allPathwaysReport(empty.pool, ORGANIZATION, asked(first))],
      ["the collective report", (first) => collectiveReport(empty.pool, ORGANIZATION, asked(first))],
      ["first-time volunteers", (first) => firstTimeReport(empty.pool, ORGANIZATION, asked(first))],
      ["recent volunteers", (first) => recentReport(empty.pool, ORGANIZATION, { ...asked(first), connector: null })],
      ["organisations to thank", (first) => thankYouReport(empty.pool, ORGANIZATION, { ...asked(first), of: "orgs" })],
      [
        "volunteers to thank",
        (first) => thankYouReport(empty.pool, ORGANIZATION, { ...asked(first), of: "volunteers" }),
      ],
      ["students", (first) => studentsReport(empty.pool, ORGANIZATION, asked(first))],
      ["attendance", (first) => attendanceReport(empty.pool, ORGANIZATION, asked(first))],
    ];
    it.each(reports)(
      "are told of by the report on %s whose window touches them, and by no other",
      async (_, report) => {
        const said = async (first: number) => (await report(first)).notices.map(({ text }) => text);
        expect(await said(2023)).toContain(SAID);
        expect(await said(2024)).not.toContain(SAID);
      },
    );
  });
});
