import type { Reader } from "../../pool/index.js";
import { isValidOn } from "../affiliations.js";
import { registerOf } from "../search/register.js";
import type { Registered } from "../search/registered.js";
import { Brought, type Fit, type TextKind } from "./fit.js";

export interface Crowd {
  readonly volunteers: ReadonlyMap<number, Registered>;
  /** Event → its day. */
  readonly days: ReadonlyMap<number, string>;
  /** What those bring who meet anything of the ask. */
  readonly brought: ReadonlyMap<number, Brought>;
}

/** Every volunteer, judged by what stands in their record, skills and organisations of today. */
export async function readCrowd(reader: Reader, fit: Fit, today: string): Promise<Crowd> {
  const register = await registerOf(reader, today);
  const volunteers = register.byId;
  const brought = new Map<number, Brought>();
  if (fit.wants.length === 0) return { volunteers, days: register.days, brought };
  for (const volunteer of register.volunteers) {
    const own = broughtBy(volunteer, fit, today);
    if (own !== null) brought.set(volunteer.id, own);
  }
  return { volunteers, days: register.days, brought };
}

function broughtBy(volunteer: Registered, fit: Fit, today: string): Brought | null {
  let own: Brought | null = null;
  const add = (kind: TextKind, text: string) => {
    const hits = fit.hitsOf(text);
    if (hits.size === 0) return;
    own ??= new Brought();
    own.add(kind, text, hits);
  };
  if (volunteer.title !== null) add("title", volunteer.title);
  if (volunteer.industry !== null) add("industry", volunteer.industry);
  for (const skill of volunteer.skills) add("skill", skill);
  if (volunteer.interests !== null)
    for (const interest of volunteer.interests.split(";")) add("interest", interest.trim());
  for (const tie of volunteer.ties) if (isValidOn(tie, today)) add("organization", tie.organization);
  return own;
}
