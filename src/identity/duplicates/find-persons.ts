import { givenNameKeys } from "../../domain/index.js";
import { code, day, isOtherDay, type LevelOf, oneOfSeveral, type Plan, text } from "../likeness/index.js";
import { type PersonRecord, readPersons } from "./find-contacts.js";
import { address, areOtherGivenNames, email, firstName, lastName, phone, placeKeys } from "./find-fields.js";
import { type Comparison, looking } from "./find-model.js";

/** Bits that a couple's one surname, address, telephone and mailbox count together: never enough without a given name. */
export const HOUSEHOLD_BITS = 12;

/** Employers now and before: a new job makes nobody another person, and nobody appears once for each. */
const workplace = oneOfSeveral<PersonRecord>({
  name: "workplace",
  read: ({ workplaces }) => (workplaces.length === 0 ? null : workplaces),
  exact: [0.6, 0.01],
});

/** How volunteers are compared, and teachers likewise. */
export const personPlan: Plan<PersonRecord> = {
  fields: [
    firstName,
    lastName,
    email,
    phone,
    address,
    day({ name: "birthdate", read: ({ birthdate }) => birthdate }),
    workplace,
    text({
      name: "title",
      read: ({ title }) => title,
      shares: [
        [0.3, 0.01],
        [0.1, 0.01],
      ],
    }),
    code({ name: "pathful_user", read: ({ pathfulId }) => pathfulId, exact: [0.98, 0.00001] }),
  ],
  blocks: [
    { name: "e-mail", fields: ["email"], keys: ({ emails }) => emails },
    { name: "telephone", fields: ["phone"], keys: ({ phones }) => phones },
    { name: "name", fields: ["first_name", "last_name"], keys: nameKeys },
    { name: "names exchanged", fields: ["first_name", "last_name"], keys: unorderedName },
    { name: "address", fields: ["address"], keys: placeKeys },
    {
      name: "given name and ZIP",
      fields: ["first_name", "address"],
      keys: givenNameWith(({ places }) => places.flatMap(({ zip }) => zip ?? [])),
    },
    {
      name: "given name and employer",
      fields: ["first_name", "workplace"],
      keys: givenNameWith(({ workplaces }) => workplaces),
    },
    { name: "birth date", fields: ["birthdate"], keys: ({ birthdate }) => (birthdate === null ? [] : [birthdate]) },
  ],
  isSure,
  conflict: (a, b) => {
    if (isOtherDay(a.birthdate, b.birthdate)) return "two birth dates";
    if (a.pathfulId !== null && b.pathfulId !== null && a.pathfulId !== b.pathfulId) return "two users of Pathful";
    return a.suffix !== "" && b.suffix !== "" && a.suffix !== b.suffix ? "two generations" : null;
  },
  shared: [
    {
      name: "household",
      fields: ["last_name", "email", "phone", "address", "birthdate"],
      most: HOUSEHOLD_BITS,
      applies: areOtherGivenNames,
    },
    {
      name: "father_and_son",
      fields: ["first_name", "last_name", "address"],
      most: HOUSEHOLD_BITS,
      applies: (_, a, b) => a.suffix !== b.suffix,
    },
  ],
};

export const volunteers = looking(comparisonOf("volunteer"));
export const teachers = looking(comparisonOf("teacher"));

function comparisonOf(kind: "volunteer" | "teacher"): Comparison<PersonRecord> {
  return {
    read: (reader, organization, breathe) => readPersons(reader, kind, organization, breathe),
    plan: () => personPlan,
  };
}

/** The surname's first letters with what the given name is short for. */
function nameKeys({ first, last }: PersonRecord): string[] {
  if (first === "" || last === "") return [];
  const beginning = last.replaceAll(" ", "").slice(0, 5);
  return [...givenNameKeys(first).map((name) => `${name} ${last}`), `${first[0]} ${beginning}`];
}

/** Both names whatever their order. */
export function unorderedName({ first, last }: PersonRecord): string[] {
  return first === "" || last === "" ? [] : [[first, last].sort().join(" ")];
}

/** For whoever has another surname now. */
function givenNameWith(values: (record: PersonRecord) => readonly string[]): (record: PersonRecord) => string[] {
  return (record) => values(record).flatMap((value) => givenNameKeys(record.first).map((name) => `${name} ${value}`));
}

function isSure(level: LevelOf): boolean {
  const isNamed = level("last_name") === "exact" && ["exact", "nickname"].includes(level("first_name") ?? "");
  return isNamed && ["email", "phone", "address", "birthdate"].some((field) => level(field) === "exact");
}
