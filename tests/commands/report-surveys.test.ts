import sql from "sql-template-tag";
import { describe, expect, it } from "vitest";
import { onBothEngines } from "../pool/engines.js";
import { withOffice } from "./office.js";

const NOW = "2026-11-20T18:00:00.000Z";

onBothEngines((engine) => {
  const office = withOffice(engine, 0.1);

  describe("report surveys and report engagement", () => {
    it("without anything read say so, and what to do, whatever is asked for", async () => {
      expect((await office().reply("report surveys all time survey:anything")).text).toContain(
        "None has been read yet",
      );
      expect((await office().reply("report engagement 8w channel:instagram")).text).toContain("None has been read yet");
    });

    it("find a survey, an event and a channel by words, and offer what there is where none or several fit", async () => {
      const { pool } = office();
      const [one, two] = await pool.query<{ id: number; source_id: string }>(
        sql`SELECT id, source_id FROM event WHERE deleted_at IS NULL ORDER BY id LIMIT 2`,
      );
      await pool.transaction(async (tx) => {
        for (const event of [one, two]) {
          await tx.run(sql`UPDATE event SET title = ${`Robots ${event?.id}`} WHERE id = ${event?.id ?? 0}`);
          await tx.run(sql`
            INSERT INTO survey_answer (source, source_id, record_hash, batch_id, first_seen_at, last_seen_at, survey, response_key, local_date, event_id, question, kind, answer_number)
            VALUES ('surveys', ${`a${event?.id}`}, 'hash', 1, ${NOW}, ${NOW}, 'Session survey', ${`r${event?.id}`}, '2026-11-01', ${event?.id ?? 0}, 'Rating', 'rating', 4)`);
        }
        for (const channel of ["instagram", "facebook"])
          await tx.run(sql`
            INSERT INTO engagement (source, source_id, record_hash, batch_id, first_seen_at, last_seen_at, local_date, channel, measure, value)
            VALUES ('engagement', ${channel}, 'hash', 1, ${NOW}, ${NOW}, '2026-11-02', ${channel}, 'Views', 10)`);
      });
      expect((await office().reply("report surveys this year survey:session")).facts[0]?.value).toBe(2);
      expect((await office().failure("report surveys this year survey:teachers")).text).toContain(
        "No survey with answers is called “teachers”. There are answers of “Session survey”.",
      );
      const ask = await office().ask("report surveys this year event:robots");
      expect(ask.choices).toHaveLength(2);
      expect((await office().reply(ask.choices[0]?.line ?? "")).facts[0]?.value).toBe(1);
      const byId = await office().reply(`report surveys this year event:${one?.source_id}`);
      expect(byId.provenance?.filters.event).toContain(`Robots ${one?.id}`);
      expect((await office().reply("report engagement 8w channel:insta")).provenance?.filters).toEqual({
        channel: "instagram",
      });
      const wrong = await office().failure("report engagement 8w channel:myspace");
      expect(wrong.text).toBe("No channel is called “myspace”. Expected one of facebook, instagram.");
      expect(wrong.suggestions.map(({ label }) => label)).toEqual(["facebook", "instagram"]);
      expect(await office().suggested("report engagement", "measure", "vi")).toEqual(["Views"]);
    });
  });
});
