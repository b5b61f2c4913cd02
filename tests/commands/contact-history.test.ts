import sql from "sql-template-tag";
import { describe, expect, it } from "vitest";
import { columnsOf, rowsOf, withOffice } from "./office.js";

describe("the contacts of a volunteer's profile", () => {
  const office = withOffice("sqlite");

  /** A volunteer with a sent e-mail, and how many tasks and e-mails there are. */
  async function somebodyWrittenTo() {
    const [row] = await office().pool.query<{ source_id: string; subject: string; count: number }>(sql`
      SELECT c.source_id, MIN(m.subject) AS subject, COUNT(*) AS count FROM contact c
      JOIN communication_contact t ON t.contact_id = c.id JOIN communication m ON m.id = t.communication_id
      WHERE c.kind = 'volunteer' AND c.deleted_at IS NULL AND m.deleted_at IS NULL AND m.direction = 'sent'
      GROUP BY c.source_id ORDER BY c.source_id LIMIT 1`);
    if (row === undefined) throw new Error("the sample holds no e-mail to a volunteer");
    return row;
  }
  const somebodyNeverWrittenTo = async () => {
    const [row] = await office().pool.query<{ source_id: string }>(sql`
      SELECT source_id FROM contact c WHERE kind = 'volunteer' AND deleted_at IS NULL
      AND NOT EXISTS (SELECT 1 FROM communication_contact t WHERE t.contact_id = c.id) ORDER BY source_id LIMIT 1`);
    return row?.source_id ?? "";
  };
  const emptyOf = async (line: string) => {
    const reply = await office().reply(line, { as: "coordinator", at: "terminal" });
    const contacts = reply.tables.find(({ key }) => key === "contacts");
    expect(contacts?.rows).toEqual([]);
    return { said: contacts?.empty, notices: reply.notices.map(({ text }) => text) };
  };

  it("are the last ones, with day, kind, direction and subject", async () => {
    const { source_id, subject } = await somebodyWrittenTo();
    const json = await office().json(`volunteer ${source_id}`, { as: "coordinator", at: "terminal" });
    expect(columnsOf(json, "contacts")).toEqual(["date", "logged", "kind", "direction", "subject", "event"]);
    const rows = rowsOf(json, "contacts");
    expect(rows.map((row) => row.subject)).toContain(subject);
    expect(rows).toContainEqual(expect.objectContaining({ kind: "email", direction: "sent" }));
    expect(rows.map(({ date }) => date)).toEqual(
      rows
        .map(({ date }) => date)
        .sort()
        .reverse(),
    );
    expect(json.facts.find(({ key }) => key === "contacted")?.value).toMatch(/^\d{4}-\d{2}-\d{2}$/);
  });

  it("keep their subjects where addresses may not be shown", async () => {
    const { source_id } = await somebodyWrittenTo();
    const json = await office().json(`volunteer ${source_id}`, { as: "coordinator", at: "trusted" });
    expect(columnsOf(json, "contacts")).not.toContain("subject");
  });

  it("are not logged, and then it says when tasks and e-mails were read; or could not be read, and then since when (T17)", async () => {
    const { world } = office();
    const line = `volunteer ${await somebodyNeverWrittenTo()}`;
    const healthy = await emptyOf(line);
    expect(healthy.said).toMatch(/^Nothing is logged\. Tasks and e-mails were last read .*2026/);
    world.org.refuseLogin({ error: "invalid_grant", description: "authentication failure" });
    await expect(world.sync()).rejects.toThrow("refused the login");
    const failed = await emptyOf(line);
    expect(failed.said).toMatch(/^The history could not be read since .*2026.*: Salesforce refused/);
    expect(failed.notices).toContain(failed.said);
    world.org.refuseLogin(null);
    await world.sync();
    expect((await emptyOf(line)).notices).toEqual(healthy.notices);
  });

  it("may be hidden from the integration user: check says what to grant, and that the rest goes on", async () => {
    const { org } = office().world;
    org.hideField("EmailMessage", "ToAddress");
    const json = await office().json("check", { as: "admin", at: "terminal" });
    org.hideField("EmailMessage", "ToAddress", false);
    const line = rowsOf(json, "checks").find(({ what }) => what === "Salesforce EmailMessage");
    expect(line).toMatchObject({ ok: true });
    expect(line?.text).toMatch(
      /does not show ToAddress of EmailMessage\. Give .* Until then Polaris goes on without e-mails\./,
    );
  });

  it("are traced by their id: with whom they count, and why with nobody", async () => {
    const { world } = office();
    const stranger = world.org.insert("EmailMessage", {
      Subject: "Secret plans",
      MessageDate: "2026-02-01T16:00:00.000+0000",
      ToAddress: "stranger@nowhere.example",
      RelatedToId: world.org.insert("Account", { Name: "Nowhere Ltd" }),
    });
    const known = world.org.insert("Task", {
      Subject: "Secret call",
      Type: "Call",
      Status: "Completed",
      ActivityDate: "2026-02-02",
      WhoId: (await somebodyWrittenTo()).source_id,
    });
    await world.sync();
    const whyOf = async (id: string) => rowsOf(await office().json(`trace ${id}`, { at: "terminal" }), "trace")[0]?.why;
    expect(await whyOf(stranger)).toBe(
      "2026-02-01; email, sent; with nobody that is known: none of its 1 addresses is a contact's own (ruling P1)",
    );
    expect(await whyOf(known)).toBe("2026-02-02; call; with 1 volunteer contact(s) named in it");
    expect(await office().everythingTold(`trace ${known}`, { at: "terminal" })).not.toContain("Secret");
  });
});
