import type { VolunteerSort } from "./model.js";
import type { Register, Registered } from "./registered.js";

const newestFirst = (a: string | null, b: string | null): number =>
  (a ?? "") === (b ?? "") ? 0 : (a ?? "") < (b ?? "") ? 1 : -1;

type Compare = (a: Registered, b: Registered) => number;

const compares: Readonly<Record<Exclude<VolunteerSort, "name">, (register: Register) => Compare>> = {
  last: () => (a, b) => newestFirst(a.lastOn, b.lastOn),
  "last-email": () => (a, b) => newestFirst(a.lastEmailOn, b.lastEmailOn),
  times: () => (a, b) => b.times - a.times,
  organisation: (register) => byText(register, "organisation", ({ organizations }) => organizations[0]),
  title: (register) => byText(register, "title", ({ title }) => title),
};

/** The volunteers, who come by name, in an order; those alike in it by name. */
export function ordered(
  volunteers: readonly Registered[],
  sort: VolunteerSort,
  register: Register,
): readonly Registered[] {
  if (sort === "name") return volunteers;
  const compare = compares[sort](register);
  return [...volunteers].sort((a, b) => compare(a, b) || a.place - b.place);
}

/** From A, whoever has none last. The texts are put in order once, not at each comparison. */
function byText(
  register: Register,
  name: string,
  textOf: (volunteer: Registered) => string | null | undefined,
): Compare {
  const ranks = register.words.ranks(name, () => {
    const texts = [...new Set(register.volunteers.map((each) => textOf(each) ?? ""))];
    const sorted = texts.filter((text) => text !== "").sort(new Intl.Collator("en").compare);
    return new Map(sorted.map((text, rank) => [text, rank]));
  });
  const rankOf = (volunteer: Registered): number => ranks.get(textOf(volunteer) ?? "") ?? ranks.size;
  return (a, b) => rankOf(a) - rankOf(b);
}
