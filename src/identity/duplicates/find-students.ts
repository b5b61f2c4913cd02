import { givenNameKeys } from "../../domain/index.js";
import { code, day, field, isOtherDay, type Plan } from "../likeness/index.js";
import { type PersonRecord, readPersons } from "./find-contacts.js";
import { address, areOtherGivenNames, email, firstName, lastName, phone } from "./find-fields.js";
import { looking } from "./find-model.js";
import { HOUSEHOLD_BITS, unorderedName } from "./find-persons.js";

/** Ids are local: they speak only within one district (ruling P2). */
const numberOf = ({ studentId, districtId }: PersonRecord): string | null =>
  studentId === null || districtId === null ? null : `${districtId} ${studentId}`;

/** How students are compared: they have few addresses, but a birth date, a number and a school. */
export const studentPlan: Plan<PersonRecord> = {
  fields: [
    firstName,
    lastName,
    day({ name: "birthdate", read: ({ birthdate }) => birthdate }),
    code({ name: "student_number", read: numberOf, exact: [0.9, 0.00001] }),
    field({
      name: "school",
      read: ({ school }: PersonRecord) => school,
      text: ({ name }) => name,
      terms: ({ id }) => [String(id)],
      levels: [{ name: "exact", holds: (a, b) => a.id === b.id, m: 0.7, u: 0.03 }],
    }),
    field({
      name: "grade",
      read: ({ grade }: PersonRecord) => grade,
      text: String,
      levels: [
        { name: "exact", holds: (a, b) => a === b, m: 0.75, u: 0.15 },
        { name: "next", holds: (a, b) => Math.abs(a - b) === 1, m: 0.15, u: 0.25 },
      ],
    }),
    email,
    phone,
    address,
  ],
  blocks: [
    {
      name: "student number",
      fields: ["student_number"],
      keys: (record) => [numberOf(record)].filter((key) => key !== null),
    },
    { name: "name", fields: ["first_name", "last_name"], keys: wholeName },
    { name: "names exchanged", fields: ["first_name", "last_name"], keys: unorderedName },
    { name: "birth date and surname", fields: ["birthdate", "last_name"], keys: bornWith(({ last }) => last) },
    { name: "birth date and given name", fields: ["birthdate", "first_name"], keys: bornWith(({ first }) => first) },
    { name: "e-mail", fields: ["email"], keys: ({ emails }) => emails },
  ],
  isSure: (level) =>
    ["first_name", "last_name"].every((name) => level(name) === "exact") &&
    ["birthdate", "student_number"].some((name) => level(name) === "exact"),
  conflict: (a, b) => {
    if (isOtherDay(a.birthdate, b.birthdate)) return "two birth dates";
    const isOneDistrict = a.districtId !== null && a.districtId === b.districtId;
    return isOneDistrict && a.studentId !== null && b.studentId !== null && a.studentId !== b.studentId
      ? "two numbers in one district"
      : null;
  },
  // Twins share all but the given name and the number.
  shared: [
    {
      name: "household",
      fields: ["last_name", "birthdate", "school", "grade", "email", "phone", "address"],
      most: HOUSEHOLD_BITS,
      applies: areOtherGivenNames,
    },
  ],
};

export const students = looking<PersonRecord>({
  read: (reader, organization, breathe) => readPersons(reader, "student", organization, breathe),
  plan: () => studentPlan,
});

/** Beginnings of names are shared by too many where there are thousands. */
function wholeName({ first, last }: PersonRecord): string[] {
  return last === "" ? [] : givenNameKeys(first).map((name) => `${name} ${last}`);
}

function bornWith(word: (record: PersonRecord) => string): (record: PersonRecord) => string[] {
  return (record) => {
    const begins = word(record).slice(0, 4);
    return record.birthdate === null || begins === "" ? [] : [`${record.birthdate} ${begins}`];
  };
}
