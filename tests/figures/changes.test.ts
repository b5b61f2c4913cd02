import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parsePeriod } from "../../src/domain/index.js";
import type { PlainRow } from "../plain/index.js";
import { onBothEngines } from "../pool/engines.js";
import { calculated, computed, DIMENSIONS, type Everything, type Question } from "./compare.js";
import { CALENDAR, PATHFUL_FILES, World } from "./world.js";

const PERIOD = parsePeriod("5y", CALENDAR);
/** Pathways are told to the plain calculation once, and would not follow a change. */
const UNASKED: ReadonlySet<string> = new Set(["month", "format", "pathway"]);
const QUESTIONS: readonly Question[] = [
  { period: PERIOD },
  ...DIMENSIONS.filter(([id]) => !UNASKED.has(id)).map((by) => ({ period: PERIOD, by })),
];

const everythingIn = async (world: World): Promise<Everything[]> => {
  const told: Everything[] = [];
  for (const question of QUESTIONS) told.push(await computed(world, question));
  return told;
};

const calculatedIn = (world: World): Everything[] => {
  const rows = world.rows();
  return QUESTIONS.map((question) => calculated(world, rows, question));
};

describe("figures that stand still", () => {
  onBothEngines((engine) => {
    it("stay when nothing changed, however often everything is read", async () => {
      const world = await World.open({ engine, seed: 5, size: 0.15 });
      try {
        const before = await everythingIn(world);
        await world.sync();
        expect(await everythingIn(world)).toEqual(before);
        await world.sync(true);
        expect(await everythingIn(world)).toEqual(before);
      } finally {
        await world.close();
      }
    });

    it("stay when Pathful's files are imported again, in either order", async () => {
      const world = await World.open({ engine, seed: 5, size: 0.15, virtual: true });
      try {
        const before = await everythingIn(world);
        expect(before[0]?.Total?.M80).toBeGreaterThan(0);
        await world.importVirtual();
        expect(await everythingIn(world)).toEqual(before);
        await world.importVirtual([...PATHFUL_FILES].reverse());
        expect(await everythingIn(world)).toEqual(before);
      } finally {
        await world.close();
      }
    });

    it("do not depend on the order of rows", async () => {
      const open = (reversed: boolean) => World.open({ engine, seed: 5, size: 0.15, untouched: true, reversed });
      const [world, other] = [await open(false), await open(true)];
      try {
        expect(await everythingIn(other)).toEqual(await everythingIn(world));
      } finally {
        await world.close();
        await other.close();
      }
    });
  });
});

describe("figures that follow a change in Salesforce", () => {
  onBothEngines((engine) => {
    let world: World;
    let before: Everything[];
    beforeAll(async () => {
      world = await World.open({ engine, seed: 11, size: 0.15 });
      before = await everythingIn(world);
      expect(before).toEqual(calculatedIn(world));
    });
    afterAll(() => world.close());

    type Rows = ReturnType<World["rows"]>;
    const living = (rows: readonly PlainRow[]) => rows.filter((row) => row.IsDeleted !== true);
    const first = (rows: readonly PlainRow[], fits: (row: PlainRow) => boolean): string => {
      const found = living(rows).find(fits);
      if (found === undefined) throw new Error("the sample has no such row");
      return String(found.Id);
    };
    const heldSessions = ({ Session__c }: Rows) =>
      living(Session__c).filter((row) => row.Session_Status__c === "Completed" && row.School__c !== null);
    const ofRole = ({ Session_Participant__c }: Rows, role: string, status: string) =>
      living(Session_Participant__c).filter((row) => row.Participant_Type__c === role && row.Status__c === status);
    /** The first participation of that role and status at a held session that some figure rests on: a volunteer's with hours of their own. */
    const participationOf = (rows: Rows, role: string, status: string): PlainRow => {
      const held = new Set(heldSessions(rows).map((row) => row.Id));
      const isExcluded = (row: PlainRow) => world.rules.excluded?.includes(String(row.Contact__c)) === true;
      const isCounted = (row: PlainRow) =>
        role === "Student" || (Number(row.Delivery_Hours__c) > 0 && !isExcluded(row));
      const isAlone = (row: PlainRow) =>
        rows.Session_Participant__c.every(
          (other) => other === row || other.Contact__c !== row.Contact__c || other.Session__c !== row.Session__c,
        );
      const found = ofRole(rows, role, status).find(
        (row) => held.has(row.Session__c) && isKnown(rows, row.Contact__c) && isCounted(row) && isAlone(row),
      );
      if (found === undefined) throw new Error("the sample has no such participation");
      return found;
    };
    const isKnown = ({ Contact }: Rows, id: unknown) => living(Contact).some((row) => row.Id === id);
    const company = (rows: Rows, name: string) => first(rows.Account, (row) => row.Name === name);

    const CHANGES: readonly (readonly [string, (rows: Rows) => void])[] = [
      [
        "an attendance becomes a no-show",
        (rows) =>
          world.org.edit("Session_Participant__c", String(participationOf(rows, "Volunteer", "Attended").Id), {
            Status__c: "No-Show",
          }),
      ],
      [
        "hours are recorded anew",
        (rows) =>
          world.org.edit("Session_Participant__c", String(participationOf(rows, "Volunteer", "Attended").Id), {
            Delivery_Hours__c: 7.25,
          }),
      ],
      [
        "T41: a student who was registered attended after all",
        (rows) => {
          for (const { Id } of ofRole(rows, "Student", "Registered"))
            world.org.edit("Session_Participant__c", String(Id), { Status__c: "Attended" });
        },
      ],
      [
        "a session is cancelled",
        (rows) =>
          world.org.edit("Session__c", String(participationOf(rows, "Volunteer", "Attended").Session__c), {
            Session_Status__c: "Cancelled",
          }),
      ],
      [
        "a session moves to another school year and another school",
        (rows) => {
          const session = String(participationOf(rows, "Volunteer", "Attended").Session__c);
          const school = first(rows.Account, (row) => row.Name === "Boone Creek Middle School");
          world.org.edit("Session__c", session, {
            Start_Date_and_Time__c: "2022-10-04T15:00:00.000Z",
            End_Date_and_Time__c: "2022-10-04T16:00:00.000Z",
            School__c: school,
            District__c: null,
            Parent_Account__c: null,
          });
        },
      ],
      [
        "a school goes to another district",
        (rows) => {
          const district = first(rows.Account, (row) => row.Name === "Olathe Public Schools");
          world.org.edit("Account", company(rows, "Kaw Point High School"), { ParentId: district });
        },
      ],
      [
        "two volunteers turn out to share an address",
        (rows) => {
          const [one, other] = ofRole(rows, "Volunteer", "Attended")
            .filter((row) => isKnown(rows, row.Contact__c))
            .map((row) => String(row.Contact__c))
            .filter((id, place, all) => all.indexOf(id) === place);
          for (const id of [one, other])
            world.org.edit("Contact", String(id), { Email: "Shared.Address@Home.Example", LastName: "Whitfield" });
        },
      ],
      [
        "somebody's affiliation ended years ago",
        (rows) => {
          const hills = company(rows, "Hill's Pet Nutrition");
          const tie = first(
            rows.npe5__Affiliation__c,
            (row) => row.npe5__Organization__c === hills && row.npe5__Status__c === "Current",
          );
          world.org.edit("npe5__Affiliation__c", tie, { npe5__Status__c: "Past", npe5__EndDate__c: "2024-10-31" });
        },
      ],
      [
        "an organisation gets another name",
        (rows) => world.org.edit("Account", company(rows, "Brush Creek Engineering"), { Name: "Brush Creek Works" }),
      ],
      [
        "a participation is deleted",
        (rows) => world.org.delete("Session_Participant__c", String(participationOf(rows, "Volunteer", "Attended").Id)),
      ],
      [
        "a student is deleted",
        (rows) => world.org.delete("Contact", String(participationOf(rows, "Student", "Attended").Contact__c)),
      ],
      [
        "a session is deleted and emptied out of the bin",
        (rows) => world.org.purge("Session__c", String(participationOf(rows, "Student", "Attended").Session__c)),
      ],
      [
        "a session that was deleted comes back",
        (rows) => {
          const gone = rows.Session__c.find((row) => row.IsDeleted === true);
          if (gone === undefined) throw new Error("the sample has no deleted session");
          world.org.undelete("Session__c", String(gone.Id));
        },
      ],
      [
        "two volunteers are merged, their participations without a new stamp",
        (rows) => {
          const [winner, loser] = ofRole(rows, "Volunteer", "Completed")
            .filter((row) => isKnown(rows, row.Contact__c))
            .map((row) => String(row.Contact__c))
            .filter((id, place, all) => all.indexOf(id) === place);
          world.org.merge("Contact", String(winner), String(loser));
        },
      ],
      [
        "two accounts are merged, their affiliations without a new stamp",
        (rows) => world.org.merge("Account", company(rows, "Hill's Pet Nutrition"), company(rows, "Brush Creek Works")),
      ],
      [
        "a new volunteer comes to a held session",
        (rows) => {
          const contact = world.org.insert("Contact", { LastName: "Newly", Contact_Type__c: null });
          const account = company(rows, "Hill's Pet Nutrition");
          const tie = world.org.insert("npe5__Affiliation__c", {
            npe5__Contact__c: contact,
            npe5__Organization__c: account,
            npe5__Status__c: "Current",
          });
          const participation = world.org.insert("Session_Participant__c", {
            Contact__c: contact,
            Session__c: String(heldSessions(rows)[0]?.Id),
            Participant_Type__c: "Volunteer",
            Status__c: "Successfully Completed",
            Delivery_Hours__c: 1.5,
          });
          world.made("Contact", contact);
          world.made("npe5__Affiliation__c", tie);
          world.made("Session_Participant__c", participation);
        },
      ],
    ];

    it.each(CHANGES)("when %s", async (_, change) => {
      change(world.rows());
      await world.sync();
      const after = await everythingIn(world);
      expect(after).toEqual(calculatedIn(world));
      expect(after).not.toEqual(before);
      before = after;
    });
  });
});
