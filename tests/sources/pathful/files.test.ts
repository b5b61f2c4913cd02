import { describe, expect, it } from "vitest";
import { DATASETS, readTables, recognise, rowsOf } from "../../../src/sources/index.js";
import { useFolder, workbook } from "../grid/setting.js";

const folder = useFolder();
const SESSIONS =
  "Session ID,Title,Date,Status,Duration,User Auth Id,Name,SignUp Role,School,District or Company,Partner,State,Registered Student Count,Attended Student Count,Registered Educator Count,Attended Educator Count,Career Cluster,Work Based Learning,Series or Event Title";
const USERS =
  "UserAuthId,SignUpRole,Name,LoginEmail,NotificationEmail,School,District or Company,JobTitle,GradeCluster,Skills,Affiliations,City,State,PostalCode,JoinDate,LastLoginDate,LoginCount,CountOfDaysLoggedInLast30Days,LastSessionDate,ActiveSubscriptionType,ActiveSubscriptionName";
const LOG =
  "Status,Date,Time,Session Type,Teacher Name,School Name,School Level,District,Session Title,Presenter,Organization,Topic/Theme,Session Link";

async function recognised(
  name: string,
  header: string,
  row: readonly unknown[],
  before: readonly (readonly string[])[] = [],
) {
  const bytes = await workbook({
    Export: (sheet) => {
      for (const line of before) sheet.addRow([...line]);
      sheet.addRow(header.split(","));
      sheet.addRow([...row]);
    },
  });
  return recognise(await readTables(await folder.write(name, bytes)), DATASETS);
}

describe("the files of Pathful", () => {
  it("are told apart by their columns", async () => {
    const session = await recognised("a.xlsx", SESSIONS, [
      12345,
      "Robotics",
      new Date("2026-01-15T10:00:00Z"),
      "Completed",
      60,
      501,
      "Jane",
      "Educator",
    ]);
    expect(session.dataset.name).toBe("pathful-sessions");
    const [row] = rowsOf(session.grid, session.places, session.dataset.columns);
    expect(row?.cells).toMatchObject({ sessionId: 12345, userId: 501 });
    expect((await recognised("b.xlsx", USERS, ["501", "Educator", "Jane"])).dataset.name).toBe("pathful-users");
    const above = [["Virtual sessions 2024-25"], ["Kept by the virtual team", "please do not sort"]];
    expect((await recognised("c.xlsx", LOG, ["Completed", "1/15", "10:00 AM", "", "Jane"], above)).dataset.name).toBe(
      "virtual-log",
    );
  });

  it("T52 refuses a Session Report without its Status column, and names the column", async () => {
    await expect(
      recognised("d.xlsx", SESSIONS.replace("Status,", ""), ["s1", "Robotics", "2026-01-15"]),
    ).rejects.toMatchObject({
      code: "columns_changed",
      message: expect.stringContaining("“Status”"),
    });
    await expect(
      recognised("e.xlsx", SESSIONS.replace("Status,", "Session State,"), ["s1", "Robotics"]),
    ).rejects.toMatchObject({
      message: expect.stringContaining("Session State"),
    });
  });
});
