import type { Connection } from "jsforce";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { OrgDataError, type SalesforceOrg } from "../../../sandbox/salesforce/index.js";
import {
  accountId,
  contactId,
  day,
  emptyOrg,
  hour,
  loadSmallWorld,
  loggedIn,
  minute,
  names,
  noon,
  participantId,
  type SteppedClock,
} from "./fixture.js";

let org: SalesforceOrg;
let clock: SteppedClock;
let connection: Connection;

beforeEach(async () => {
  ({ org, clock } = await emptyOrg({ tokenLifetimeMs: 100 * day }));
  loadSmallWorld(org);
  connection = await loggedIn(org);
});
afterEach(() => org.close());

interface Stamped {
  readonly Id: string;
  readonly IsDeleted: boolean;
  readonly MasterRecordId: string | null;
  readonly SystemModstamp: string;
}

const queryAll = async (id: string): Promise<Stamped | undefined> => {
  const soql = `SELECT Id, IsDeleted, MasterRecordId, SystemModstamp FROM Contact WHERE Id = '${id}'`;
  return (await connection.query<Stamped>(soql, { scanAll: true })).records[0];
};

const deletedSince = (from: number): Promise<unknown> =>
  connection.sobject("Contact").deleted(new Date(from), new Date(clock.now + minute));

describe("an edit", () => {
  it("changes the fields and both stamps", async () => {
    clock.forward(1234);
    org.edit("Contact", contactId(1), { LastName: "Quill-Rook", Email: "" });
    const { records } = await connection.query(
      "SELECT Name, Email, LastModifiedDate, SystemModstamp FROM Contact WHERE SystemModstamp >= 2026-06-15T12:00:01.234Z",
    );
    expect(records).toMatchObject([
      {
        Name: "Ada Quill-Rook",
        Email: null,
        LastModifiedDate: "2026-06-15T12:00:01.234+0000",
        SystemModstamp: "2026-06-15T12:00:01.234+0000",
      },
    ]);
  });

  it("may leave the stamps alone, as a formula does", async () => {
    org.edit("Contact", contactId(1), { Title: "Pilot" }, { stamp: false });
    expect(org.get("Contact", contactId(1))).toMatchObject({
      Title: "Pilot",
      SystemModstamp: "2026-06-01T10:00:00.001Z",
    });
  });

  it("is refused when the value does not fit", () => {
    const edit = (fields: Record<string, string | number>) => () => org.edit("Contact", contactId(1), fields);
    expect(edit({ Nickname: "A" })).toThrow(OrgDataError);
    expect(edit({ Birthdate: "yesterday" })).toThrow("Birthdate: a day YYYY-MM-DD is expected");
    expect(edit({ FirstName: "x".repeat(41) })).toThrow("longer than 40 characters");
    expect(edit({ AccountId: "acme" })).toThrow("no 15- or 18-character id");
    expect(org.get("Contact", contactId(1))).toMatchObject({ FirstName: "Ada" });
  });
});

describe("a row that was committed late", () => {
  it("appears with stamps that readers have already passed", async () => {
    const since = "SELECT Id FROM Contact WHERE SystemModstamp > 2026-06-01T10:00:00.003Z";
    expect((await connection.query(since)).totalSize).toBe(0);
    const id = org.commitLate("Contact", { LastName: "Late" }, "2026-06-01T10:00:00.002Z");
    expect((await connection.query(since)).totalSize).toBe(0);
    const lookedBack = await connection.query("SELECT Id FROM Contact WHERE SystemModstamp = 2026-06-01T10:00:00.002Z");
    expect(lookedBack.records).toContainEqual(expect.objectContaining({ Id: id }));
  });
});

describe("a deleted record", () => {
  it("leaves query, stays in queryAll and is listed by /deleted", async () => {
    clock.forward(hour);
    org.delete("Contact", contactId(1));
    expect(await names(connection, "SELECT Name FROM Contact ORDER BY Id")).toEqual(["Ben Rook", "Cy Stone"]);
    expect(await queryAll(contactId(1))).toMatchObject({
      IsDeleted: true,
      MasterRecordId: null,
      SystemModstamp: "2026-06-15T13:00:00.000+0000",
    });
    expect(await deletedSince(noon)).toEqual({
      deletedRecords: [
        { deletedDate: "2026-06-15T12:00:00.000+0000", id: contactId(4) },
        { deletedDate: "2026-06-15T13:00:00.000+0000", id: contactId(1) },
      ],
      earliestDateAvailable: "2026-05-31T13:00:00.000+0000",
      latestDateCovered: "2026-06-15T13:00:00.000+0000",
    });
  });

  it("comes back when it is restored", async () => {
    org.delete("Contact", contactId(1));
    org.undelete("Contact", contactId(1));
    expect(await queryAll(contactId(1))).toMatchObject({ IsDeleted: false });
    expect(await deletedSince(noon)).toMatchObject({ deletedRecords: [{ id: contactId(4) }] });
  });

  it("is gone from queryAll once purged, while /deleted still knows it until it is forgotten", async () => {
    clock.forward(hour);
    org.purge("Contact", contactId(1));
    org.purge("Contact", contactId(2), { forget: true });
    expect(await queryAll(contactId(1))).toBeUndefined();
    expect(await queryAll(contactId(2))).toBeUndefined();
    expect(await deletedSince(clock.now)).toMatchObject({ deletedRecords: [{ id: contactId(1) }] });
  });
});

describe("a merge", () => {
  it("bins the loser, points it at the winner and moves its children without a stamp", async () => {
    const before = org.get("Session_Participant__c", participantId(1));
    clock.forward(hour);
    org.merge("Contact", contactId(2), contactId(1));
    expect(await queryAll(contactId(1))).toMatchObject({ IsDeleted: true, MasterRecordId: contactId(2) });
    expect(await queryAll(contactId(2))).toMatchObject({
      IsDeleted: false,
      SystemModstamp: "2026-06-15T13:00:00.000+0000",
    });
    expect(org.get("Session_Participant__c", participantId(1))).toEqual({ ...before, Contact__c: contactId(2) });
    expect(await deletedSince(clock.now)).toMatchObject({ deletedRecords: [{ id: contactId(1) }] });
  });

  it("moves people of a merged company too", () => {
    org.merge("Account", accountId(1), accountId(2));
    expect(org.get("Contact", contactId(2))).toMatchObject({ AccountId: accountId(1) });
  });
});

describe("the windows of /deleted and /updated", () => {
  const updated = (from: number, to: number): Promise<unknown> =>
    connection.sobject("Contact").updated(new Date(from), new Date(to));

  it("list what changed within them", async () => {
    expect(await updated(Date.parse("2026-06-01T10:00:00Z"), Date.parse("2026-06-01T10:01:00Z"))).toEqual({
      ids: [contactId(1), contactId(2), contactId(3)],
      latestDateCovered: "2026-06-01T10:01:00.000+0000",
    });
  });

  it("are refused when turned round, too short or too old", async () => {
    const refused = { errorCode: "INVALID_REPLICATION_DATE" };
    await expect(updated(noon, noon - hour)).rejects.toMatchObject(refused);
    await expect(updated(noon, noon + 30_000)).rejects.toMatchObject(refused);
    await expect(updated(noon - 31 * day, noon)).rejects.toMatchObject(refused);
  });
});

describe("loading", () => {
  it("takes all rows or none, and says which value does not fit", () => {
    const rows = [{ LastName: "Fine" }, { Id: contactId(77), LastName: "Wrong", Birthdate: "1/2/1990" }];
    expect(() => org.load({ Contact: rows })).toThrow(
      `Contact ${contactId(77)}, Birthdate: a day YYYY-MM-DD is expected`,
    );
    expect(org.count("Contact")).toBe(4);
    expect(() => org.load({ Contact: [{ LastName: "X", Shoe_Size__c: 44 }] })).toThrow("no field Shoe_Size__c");
    expect(() => org.load({ Contact: [{ Id: accountId(9), LastName: "X" }] })).toThrow("those begin with 003");
  });
});
