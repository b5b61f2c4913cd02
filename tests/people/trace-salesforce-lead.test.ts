import sql from "sql-template-tag";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type Trace, traceAnything } from "../../src/people/index.js";
import { organizationSchema } from "../../src/runtime/index.js";
import { type EmptyPool, emptyPool, onBothEngines } from "../pool/engines.js";
import { TODAY } from "./crowd.js";

const CIRCUMSTANCES = {
  calendar: { today: TODAY, schoolYearStartMonth: 8 },
  sayersOf: async () => (id: string | null) => (id === "U1" ? "Ada" : "somebody"),
  organization: organizationSchema.parse(undefined),
};
const SEEN = "2026-02-10T18:00:00.000Z";

onBothEngines((engine) => {
  let home: EmptyPool;
  beforeAll(async () => {
    home = await emptyPool(engine);
    const lead = (
      id: string,
      company: string,
      first: string | null,
      last: string,
      rest: Record<string, unknown> = {},
    ) => {
      const { email = null, deleted = null, master = null, converted = 0 } = rest;
      return home.pool.transaction((tx) =>
        tx.run(sql`
          INSERT INTO salesforce_lead (source, source_id, record_hash, batch_id, first_seen_at, last_seen_at, company, first_name, last_name,
            email, status, deleted_at, merged_into_source_id, is_converted)
          VALUES ('salesforce', ${id}, 'h', 1, ${SEEN}, ${SEEN}, ${company}, ${first}, ${last}, CAST(${String(email)} AS TEXT), 'Nurturing',
            CAST(${deleted} AS TEXT), CAST(${master} AS TEXT), CAST(${converted} AS INTEGER) = 1)`),
      );
    };
    await lead("00Q5f000001Rr1sEAC", "Désert Willow Preschool", "Marisol", "Quintero", {
      email: "office@desertwillow.example",
      converted: 1,
    });
    await lead("00Q000000000002EAA", "Little Cactus Academy", null, "Okafor", { deleted: SEEN });
    await lead("00Q000000000003EAA", "Little Cactus Academy", null, "Okafor", {
      deleted: SEEN,
      master: "00Q5f000001Rr1sEAC",
    });
    await home.pool.transaction((tx) =>
      tx.run(sql`
        INSERT INTO lead (key, sources, source_count, first_source, first_file_id, first_date, last_date, standing, salesforce_id)
        VALUES ('k', ',source_1,', 1, 'source_1', 1, '2026-01-01', '2026-01-01', 'known', '00Q5f000001Rr1sEAC')`),
    );
  });
  afterAll(() => home.drop());

  const leadsOf = async (text: string): Promise<readonly Trace[]> =>
    (await traceAnything(home.pool, text, CIRCUMSTANCES)).found.filter(({ what }) => what === "Lead of Salesforce");

  it.each(["desert willow", "marisol quintero", "office@desertwillow.example", "00Q5f000001Rr1s"])(
    "finds a lead of Salesforce by %s, with what came of it",
    async (text) => {
      expect(await leadsOf(text)).toMatchObject([
        {
          name: "Désert Willow Preschool",
          sourceId: "00Q5f000001Rr1sEAC",
          state: "in the pool",
          why: "status Nurturing; converted; 1 lead of outside lists matched with it",
        },
      ]);
    },
  );

  it("says of one that is gone whether it was deleted or merged", async () => {
    expect((await leadsOf("little cactus")).map(({ state, why }) => [state, why])).toEqual([
      ["deleted in Salesforce", "nobody's match, because Salesforce deleted it"],
      ["merged", "nobody's match, because Salesforce merged it into 00Q5f000001Rr1sEAC"],
    ]);
  });

  it("finds nobody by a part of an id or another company", async () => {
    expect(await leadsOf("00Q5f")).toEqual([]);
    expect(await leadsOf("Sagebrush")).toEqual([]);
  });
});
