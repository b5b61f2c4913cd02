import sql from "sql-template-tag";
import { localDay, localTime } from "../domain/index.js";
import { type DerivePool, pieces, type Rules } from "./model.js";

const STAGE = {
  name: "stage_local_day",
  columns: [
    { name: "id", type: "integer" },
    { name: "local_date", type: "text" },
    { name: "local_time", type: "text" },
  ],
} as const;

interface Moment {
  readonly id: number;
  readonly at: string;
  readonly local_date: string | null;
  readonly local_time: string | null;
}

/**
 * Puts Salesforce's events and e-mails on the day, and at the time, that their moment is in the organisation's time zone (ruling T1). They come with it; this is
 * for those that came while another zone was configured. What came with a day or a time of the wall clock keeps it. @returns rows written
 */
export async function deriveLocalDays(pool: DerivePool, { organization }: Rules): Promise<number> {
  const zone = organization.timeZone;
  const events = await pool.query<Moment>(
    sql`SELECT id, starts_at AS at, local_date, local_time FROM event WHERE source = 'salesforce'`,
  );
  const emails = await pool.query<Moment>(
    sql`SELECT id, happened_at AS at, local_date, NULL AS local_time FROM communication WHERE source = 'salesforce' AND kind = 'email'`,
  );
  const movedEvents = events.flatMap(({ id, at, local_date, local_time }) => {
    const [day, time] = [localDay(at, zone), localTime(at, zone)];
    return day === local_date && time === local_time ? [] : [[id, day, time] as const];
  });
  const movedEmails = emails.flatMap(({ id, at, local_date }) => {
    const day = localDay(at, zone);
    return day === local_date ? [] : [[id, day, null] as const];
  });
  for (const piece of pieces(movedEvents))
    await pool.transaction(async (tx) => {
      await tx.stage(STAGE, piece);
      await tx.run(sql`
        UPDATE event SET local_date = s.local_date, local_time = s.local_time FROM stage_local_day AS s WHERE event.id = s.id`);
    });
  for (const piece of pieces(movedEmails))
    await pool.transaction(async (tx) => {
      await tx.stage(STAGE, piece);
      await tx.run(
        sql`UPDATE communication SET local_date = s.local_date FROM stage_local_day AS s WHERE communication.id = s.id`,
      );
    });
  return movedEvents.length + movedEmails.length;
}
