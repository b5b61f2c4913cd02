import type { Reader } from "../../pool/index.js";
import { ofThoseThatStand, recordsOf, standsFor } from "../merged.js";
import type { Register } from "../search/registered.js";
import { asOne } from "./as-one.js";
import type { Glance } from "./first-look.js";
import type { Against } from "./gates.js";
import { lifeOf } from "./lives.js";
import type { MatchAsk, MatchCandidate, MatchPart, MatchRules } from "./model.js";
import { type Graded, localPart, type Partnership, partnerPart, recencyPart, restPart, virtualPart } from "./parts.js";
import type { Asked } from "./read-asked.js";
import { type Attempt, type PersonRow, readContacted, readEmployers, readPeople } from "./read-people.js";

export interface Known {
  readonly people: readonly PersonRow[];
  readonly partners: ReadonlyMap<number, Partnership> | null;
  readonly against: Against;
  /** The last attempt for this event, by contact. */
  readonly answers: ReadonlyMap<number, Attempt>;
  graded(person: PersonRow, glance: Glance): Record<Exclude<MatchPart, "skills" | "past">, Graded>;
  about(person: PersonRow): Pick<MatchCandidate, "organizations" | "times" | "lastOn" | "contactedOn">;
}

/** Everything about those who are looked at closely, a statement each for all of them. */
export async function readKnown(
  reader: Reader,
  chosen: ReadonlyMap<number, Glance>,
  { days, merged }: Pick<Register, "days" | "merged">,
  { asked, ask, rules }: { readonly asked: Asked; readonly ask: MatchAsk; readonly rules: MatchRules },
): Promise<Known> {
  const { attempts, partners, signedUp, elsewhere } = asked;
  const { event } = ask;
  const { today, matching } = rules;
  const records = recordsOf(merged, [...chosen.keys()]);
  const [rows, contactedEach, employersEach] = await Promise.all([
    readPeople(reader, records),
    readContacted(reader, records, event, today),
    readEmployers(reader, records, event?.date ?? today),
  ]);
  const people = asOne(rows, merged);
  const contacted = ofThoseThatStand(contactedEach, merged, (one, other) => ({
    asked: latest(one.asked, other.asked),
    at: latest(one.at, other.at),
  }));
  const employers = ofThoseThatStand(employersEach, merged, (some, others) => [
    ...some,
    ...others.filter(({ id }) => some.every((each) => each.id !== id)),
  ]);
  const lives = new Map([...chosen].map(([id, { volunteer }]) => [id, lifeOf(volunteer.cameTo, days, today)]));
  const lastOf = (some: readonly Attempt[]) =>
    new Map(
      some.flatMap((each) => (each.contact_id === null ? [] : [[standsFor(merged, each.contact_id), each] as const])),
    );
  const answers = lastOf(attempts.filter(({ of_event }) => of_event === 1));
  const others = lastOf(attempts.filter(({ of_event }) => of_event === 0));
  return {
    people,
    partners,
    answers,
    against: { event, signedUp, elsewhere },
    graded(person, { volunteer, topicFit }) {
      const life = lives.get(person.id);
      const askedOn = latest(others.get(person.id)?.local_date, contacted.get(person.id)?.asked);
      const partnership = (employers.get(person.id) ?? [])
        .map(({ id }) => partners?.get(id) ?? null)
        .sort((a, b) => partnerPart(b).value - partnerPart(a).value)[0];
      return {
        recency: recencyPart(life?.lastOn ?? null, { today, halfLifeDays: matching.halfLifeDays, topicFit }),
        local: localPart(person.local_status),
        virtual: virtualPart(volunteer, topicFit),
        partner: partnerPart(partnership ?? null),
        rest: restPart(
          {
            askedOn,
            cameOn: life?.lastOn ?? null,
            nextOn: volunteer.nextOn,
            lately: life?.lately ?? 0,
          },
          today,
          matching.restDays,
        ),
      };
    },
    about(person) {
      const life = lives.get(person.id);
      const own = answers.get(person.id)?.local_date;
      return {
        organizations: (employers.get(person.id) ?? []).map(({ name }) => name),
        times: life?.times ?? 0,
        lastOn: life?.lastOn ?? null,
        contactedOn: latest(
          own,
          others.get(person.id)?.local_date,
          contacted.get(person.id)?.at,
          chosen.get(person.id)?.volunteer.lastEmailOn,
        ),
      };
    },
  };
}

const latest = (...days: readonly (string | null | undefined)[]): string | null =>
  days.reduce<string | null>((last, day) => (day && (last === null || day > last) ? day : last), null);
