import sql from "sql-template-tag";
import { describe, expect, it } from "vitest";
import { onBothEngines } from "../pool/engines.js";
import { withOffice } from "./office.js";

const NOW = "2026-11-20T18:00:00.000Z";

onBothEngines((engine) => {
  const office = withOffice(engine, 0.1);

  describe("report outside-visits", () => {
    it("says what to do before any was read, finds words of the rows, and names no student in Slack", async () => {
      expect((await office().reply("report outside-visits all time kind:tour")).text).toContain(
        "None has been read yet",
      );
      const { pool } = office();
      const [student] = await pool.query<{ id: number; full_name: string }>(
        sql`SELECT id, full_name FROM contact WHERE kind = 'student' AND excluded = FALSE AND deleted_at IS NULL ORDER BY id LIMIT 1`,
      );
      const visits = [
        ["Internship", "Acme", student?.id ?? 0],
        ["Job shadow", "Acme West", null],
      ] as const;
      await pool.transaction(async (tx) => {
        for (const [kind, place, contact] of visits)
          await tx.run(sql`
            INSERT INTO outside_visit (source, source_id, record_hash, batch_id, first_seen_at, last_seen_at, student_ref, contact_id, kind_raw, place, local_date)
            VALUES ('outside-visits', ${kind}, 'hash', 1, ${NOW}, ${NOW}, 'SID-4711', ${contact}, ${kind}, ${place}, '2026-03-02')`);
      });
      const visitsOf = async (line: string) => (await office().reply(line)).facts[0]?.value;
      expect(await visitsOf("report outside-visits all time")).toBe(2);
      expect(await visitsOf("report outside-visits all time kind:intern")).toBe(1);
      expect(await visitsOf("report outside-visits all time place:acme")).toBe(1);
      expect((await office().failure("report outside-visits all time place:moon")).text).toBe(
        "No outside visit has the place “moon”. There are visits of “Acme”, “Acme West”.",
      );
      expect(await office().suggested("report outside-visits", "kind", "sha")).toEqual(["Job shadow"]);
      for (const at of ["direct", "channel", "trusted"] as const) {
        const told = await office().everythingTold("report outside-visits all time", { as: "admin", at });
        expect(told).not.toContain("SID-4711");
        expect(told).not.toContain(student?.full_name);
      }
      for (const as of ["district", "none"] as const)
        expect((await office().failure("report outside-visits all time", { as })).code).toBe("not_allowed");
    });
  });
});
