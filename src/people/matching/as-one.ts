import { type Merged, standsFor } from "../merged.js";
import type { PersonRow } from "./read-people.js";

/** Each person once, as the record that stays, with what only another record of theirs says, and with what any of theirs forbids. */
export function asOne(rows: readonly PersonRow[], merged: Merged): readonly PersonRow[] {
  if (merged.size === 0) return rows;
  const persons = new Map<number, PersonRow>();
  const [staying, going] = [rows.filter(({ id }) => !merged.has(id)), rows.filter(({ id }) => merged.has(id))];
  for (const row of [...staying, ...going]) {
    const id = standsFor(merged, row.id);
    const known = persons.get(id);
    persons.set(id, known === undefined ? { ...row, id } : withOther(known, row));
  }
  return [...persons.values()];
}

const withOther = (one: PersonRow, other: PersonRow): PersonRow => ({
  ...one,
  title: one.title ?? other.title,
  // An address that is known to bounce is none that the other record could give.
  email: one.email ?? (other.bounced === 1 ? null : other.email),
  phone: one.phone ?? other.phone,
  must_not: Math.max(one.must_not, other.must_not),
  do_not_call: Math.max(one.do_not_call, other.do_not_call),
  excluded: Math.max(one.excluded, other.excluded),
  opted_out: Math.max(one.opted_out, other.opted_out),
  ...lastSaid(one, other),
});

const lastSaid = (one: PersonRow, other: PersonRow): Pick<PersonRow, "availability" | "availability_id"> => {
  const { availability, availability_id } = (other.availability_id ?? 0) > (one.availability_id ?? 0) ? other : one;
  return { availability, availability_id };
};
