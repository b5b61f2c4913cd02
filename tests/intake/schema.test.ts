import sql from "sql-template-tag";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { SalesforceOrg } from "../../sandbox/salesforce/index.js";
import type { SyncResult } from "../../src/intake/index.js";
import type { Engine } from "../../src/pool/index.js";
import { type EmptyPool, emptyPool, onBothEngines } from "../pool/engines.js";
import { contentsOf, organization } from "./setting.js";
import { CONTACTS, contactsByBulk, LABEL, PAGE, PAGES, smallOrg, syncSmall } from "./small-org.js";

interface Described {
  readonly fields: Record<string, { type: string; length?: number; values?: string[]; isFormula: boolean }>;
}

onBothEngines((engine: Engine) => {
  let home: EmptyPool;
  let org: SalesforceOrg;

  beforeEach(async () => {
    home = await emptyPool(engine);
    org = await smallOrg();
  });
  afterEach(async () => {
    await home.drop();
    await org.close();
  });

  const objectOf = (result: SyncResult, object: string) => result.objects.find((each) => each.object === object);
  const flags = () =>
    home.pool.query<{ kind: string; source_id: string; severity: string }>(
      sql`SELECT kind, source_id, severity FROM flag WHERE entity = 'schema' AND resolved_at IS NULL ORDER BY source_id`,
    );

  /** Makes of what was kept what Salesforce would have described some time ago. */
  async function describedBefore(object: string, change: (described: Described) => void): Promise<void> {
    const [row] = await home.pool.query<{ schema_json: string }>(
      sql`SELECT schema_json FROM sync_checkpoint WHERE object = ${object}`,
    );
    const described = { ...JSON.parse(row?.schema_json ?? "{}"), describedAt: "2020-01-01T00:00:00.000Z" };
    change(described);
    await home.pool.transaction((tx) =>
      tx.run(sql`UPDATE sync_checkpoint SET schema_json = ${JSON.stringify(described)} WHERE object = ${object}`),
    );
  }

  describe("a change of the schema", () => {
    it.each([
      [
        "a type that is written otherwise",
        (d: Described) => Object.assign(d.fields.Number_of_Attended_Volunteer_Sessions__c ?? {}, { type: "string" }),
        /Number_of_Attended_Volunteer_Sessions__c of Contact was of type string and is double now/,
        CONTACTS,
      ],
      [
        "a type that is written alike",
        (d: Described) => Object.assign(d.fields.Department ?? {}, { type: "textarea" }),
        /Department of Contact was of type textarea and is string now/,
        0,
      ],
      [
        "a length",
        (d: Described) => Object.assign(d.fields.Department ?? {}, { length: 10 }),
        /Department of Contact held 10 characters and holds \d+ now/,
        0,
      ],
      [
        "a field that became a formula, or ceased to be one",
        (d: Described) => Object.assign(d.fields.Department ?? {}, { isFormula: true }),
        /Department of Contact is no formula any more/,
        CONTACTS,
      ],
      [
        "a new choice",
        (d: Described) => d.fields.Contact_Type__c?.values?.splice(0, 1),
        /Contact_Type__c of Contact has new choices: “/,
        0,
      ],
      [
        "a choice that is gone",
        (d: Described) => d.fields.Contact_Type__c?.values?.push("Robot"),
        /Contact_Type__c of Contact has these choices no more: “Robot”/,
        0,
      ],
    ])(
      "of %s is told, flagged once, and all rows are read again only where they differ by it",
      async (_, change, sentence, read) => {
        await syncSmall(home.pool, org);
        const before = (await contentsOf(home.pool)).contact;
        await describedBefore("Contact", change);
        const result = await syncSmall(home.pool, org);
        expect(result.state).toBe("ok");
        expect(result.notices.filter((text) => sentence.test(text))).toHaveLength(1);
        expect(await flags()).toEqual([
          { kind: "schema_changed", source_id: expect.stringMatching(/^Contact\./), severity: "notice" },
        ]);
        // The look-back alone reads what the small organisation wrote a moment ago.
        expect(objectOf(result, "Contact")?.counts.read).toBeGreaterThanOrEqual(read);
        expect((await contentsOf(home.pool)).contact).toEqual(before);
        await describedBefore("Contact", () => undefined);
        expect((await syncSmall(home.pool, org)).notices.filter((text) => sentence.test(text))).toEqual([]);
        expect(await flags()).toEqual([]);
      },
    );

    it("that hides a field which is not needed is a notice and a flag, until it is shown again", async () => {
      await syncSmall(home.pool, org);
      org.hideField("Contact", "Department");
      const hidden = await syncSmall(home.pool, org);
      expect(hidden.state).toBe("ok");
      expect(hidden.notices).toContainEqual(expect.stringContaining("does not show Department of Contact"));
      expect(await flags()).toEqual([
        { kind: "schema_field_missing", source_id: "Contact.Department", severity: "notice" },
      ]);
      org.hideField("Contact", "Department", false);
      await describedBefore("Contact", () => undefined);
      const shown = await syncSmall(home.pool, org);
      expect(shown.notices).toContainEqual(expect.stringContaining("now shows Department of Contact"));
      expect(await flags()).toEqual([]);
    });

    it("that hides a field which is needed stops the object, asks for the permission, and is over as soon as it is given", async () => {
      await syncSmall(home.pool, org);
      org.hideField("Contact", "Email");
      const hidden = await syncSmall(home.pool, org);
      expect(objectOf(hidden, "Contact")).toMatchObject({
        state: "failed",
        error: {
          code: "salesforce_permission_missing",
          text: expect.stringMatching(/does not show Email of Contact. Give the integration user "Read" on this field/),
        },
      });
      expect(await flags()).toEqual([
        { kind: "schema_field_missing", source_id: "Contact.Email", severity: "warning" },
      ]);
      org.hideField("Contact", "Email", false);
      expect((await syncSmall(home.pool, org)).state).toBe("ok");
      expect(await flags()).toEqual([]);
    });

    it.each([
      ["Start_Date_and_Time__c", "Start_Date_Time__c", "a name alike"],
      ["Session_Status__c", "SessionStatus__c", "the same label"],
    ])("that renames %s to %s names the likely new name, by %s", async (from, to) => {
      await syncSmall(home.pool, org);
      org.renameField("Session__c", from, to);
      const error = objectOf(await syncSmall(home.pool, org), "Session__c")?.error;
      expect(error?.text).toContain(`most likely ${from} is now ${to}`);
    });

    it("that adds a field which nobody wants is nothing", async () => {
      await syncSmall(home.pool, org);
      org.addField("Contact", "Shoe_Size__c", "double");
      await describedBefore("Contact", () => undefined);
      const result = await syncSmall(home.pool, org);
      expect(result.notices.filter((text) => text.includes("drift"))).toEqual([]);
      expect(await flags()).toEqual([]);
    });
  });
});

const CHANGES: Readonly<Record<string, { do(org: SalesforceOrg): void; undo(org: SalesforceOrg): void }>> = {
  "an optional field is hidden": {
    do: (org) => org.hideField("Contact", "Department"),
    undo: (org) => org.hideField("Contact", "Department", false),
  },
  "a needed field is hidden": {
    do: (org) => org.hideField("Contact", "Contact_Type__c"),
    undo: (org) => org.hideField("Contact", "Contact_Type__c", false),
  },
  "a field is added": {
    do: (org) => org.addField("Contact", "Shoe_Size__c", "double"),
    undo: () => undefined,
  },
};

describe("a change of the schema in the middle of a run", () => {
  for (const [way, rules] of [
    ["REST", organization],
    ["Bulk", contactsByBulk],
  ] as const)
    for (const [what, change] of Object.entries(CHANGES))
      for (let page = 0; page <= PAGES; page++)
        it(`by ${way}: ${what} after page ${page}; undone, the pool becomes whole`, async () => {
          const [home, other, org] = [await emptyPool("sqlite"), await emptyPool("sqlite"), await smallOrg()];
          await syncSmall(other.pool, org, { organization: rules });
          let isChanged = false;
          await syncSmall(home.pool, org, {
            organization: rules,
            progress: ({ stage, done }) => {
              if (isChanged || stage !== LABEL || done < Math.min(page * PAGE, CONTACTS)) return;
              isChanged = true;
              change.do(org);
            },
          });
          expect(isChanged).toBe(true);
          await syncSmall(home.pool, org, { organization: rules });
          change.undo(org);
          await home.pool.transaction((tx) =>
            tx.run(
              sql`UPDATE sync_checkpoint SET schema_json = replace(schema_json, '"describedAt":"20', '"describedAt":"19')`,
            ),
          );
          expect((await syncSmall(home.pool, org, { organization: rules })).state).toBe("ok");
          const [found, expected] = [await contentsOf(home.pool), await contentsOf(other.pool)];
          // What was stored without the field left a copy and a closed flag behind, and that is all.
          for (const table of ["raw_record", "flag"]) delete found[table];
          for (const table of ["raw_record", "flag"]) delete expected[table];
          expect(found).toEqual(expected);
          const uneven = await home.pool.query(sql`
            SELECT object FROM sync_batch WHERE read <> inserted + updated + unchanged + deleted + quarantined + skipped`);
          expect(uneven).toEqual([]);
          await Promise.all([home.drop(), other.drop(), org.close()]);
        });

  for (const [way, rules] of [
    ["REST", organization],
    ["Bulk", contactsByBulk],
  ] as const)
    for (const [field, state] of [
      ["Department", "ok"],
      ["Email", "failed"],
    ] as const)
      for (let page = 0; page <= PAGES; page++)
        it(`by ${way}: ${field} is renamed after page ${page}; the next run is ${state}, and has lost and doubled nobody`, async () => {
          const [home, org] = [await emptyPool("sqlite"), await smallOrg()];
          let isChanged = false;
          const first = await syncSmall(home.pool, org, {
            organization: rules,
            progress: ({ stage, done }) => {
              if (isChanged || stage !== LABEL || done < Math.min(page * PAGE, CONTACTS)) return;
              isChanged = true;
              org.renameField("Contact", field, "Now_Called__c");
            },
          });
          org.insert("Contact", { LastName: "Newcomer", Contact_Type__c: "Volunteer" });
          const next = await syncSmall(home.pool, org, { organization: rules });
          const contacts = next.objects.find(({ object }) => object === "Contact");
          expect(contacts?.state).toBe(state);
          if (state === "failed") expect(contacts?.error?.text).toMatch(/does not show Email of Contact/);
          const [{ count, ids } = { count: 0, ids: 0 }] = await home.pool.query<{ count: number; ids: number }>(
            sql`SELECT COUNT(*) AS count, COUNT(DISTINCT source_id) AS ids FROM contact`,
          );
          expect(count).toBe(ids);
          // With a needed field gone, what had been read before it went stays, and nothing is added.
          const stored = first.objects.find(({ object }) => object === "Contact")?.counts.inserted ?? 0;
          expect(count).toBe(state === "ok" ? CONTACTS + 1 : stored);
          await Promise.all([home.drop(), org.close()]);
        });
});
