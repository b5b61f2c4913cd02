import { foldText } from "./names.js";

/** Given names that are one name, by family. A proposal rests on this table, never on how similar two words look (ruling P6, T62). */
const FAMILIES = [
  "abigail abby gail",
  "alexander alex al xander",
  "alexandra alex sandra lexi",
  "andrew andy drew",
  "anthony tony",
  "barbara barb",
  "benjamin ben",
  "catherine katherine kathryn cathy kathy kate katie",
  "charles charlie chuck",
  "christina christine chris tina",
  "christopher chris",
  "daniel dan danny",
  "david dave davey",
  "deborah debra deb debbie",
  "edward ed eddie ted",
  "elizabeth liz beth betty eliza",
  "francis frank",
  "gregory greg",
  "jacob jake",
  "james jim jimmy jamie",
  "jennifer jen jenny",
  "jessica jess jessie",
  "john johnny jack jon",
  "jonathan jon",
  "joseph joe joey",
  "joshua josh",
  "kenneth ken kenny",
  "kimberly kim",
  "lawrence larry",
  "margaret maggie meg peggy",
  "matthew matt",
  "michael mike mick",
  "nathaniel nathan nate",
  "nicholas nick",
  "pamela pam",
  "patricia pat patty trish",
  "patrick pat",
  "peter pete",
  "rebecca becky becca",
  "richard rich rick dick",
  "robert rob bob bobby",
  "ronald ron",
  "samuel sam",
  "samantha sam",
  "stephanie steph",
  "stephen steven steve",
  "susan sue suzanne",
  "theodore ted theo",
  "thomas tom tommy",
  "timothy tim",
  "victoria vicky tori",
  "william will bill billy liam",
  "zachary zach zack",
];

const FAMILIES_OF = new Map<string, Set<number>>();
FAMILIES.forEach((family, index) => {
  for (const name of family.split(" ")) FAMILIES_OF.set(name, (FAMILIES_OF.get(name) ?? new Set()).add(index));
});

/** True when two given names are the same or short for one another: Dave and David, but not Alexander and Alexandra. */
export function isSameGivenName(one: string, other: string): boolean {
  const [a, b] = [foldText(one), foldText(other)];
  if (a === b) return a !== "";
  const families = FAMILIES_OF.get(b);
  return families !== undefined && [...(FAMILIES_OF.get(a) ?? [])].some((family) => families.has(family));
}

/** Endings that make another given name of one: Eric and Erica, Daniel and Danielle. */
const OTHER_ENDING = /^(?:a|ia|la|le|na)$/;

/** True of two given names that are written almost alike and are two: both are in the table, apart, or the one is the other with a feminine ending. */
export function areTwoGivenNames(one: string, other: string): boolean {
  const [a, b] = [foldText(one), foldText(other)];
  if (a === b || isSameGivenName(a, b)) return false;
  const [short, long] = a.length < b.length ? [a, b] : [b, a];
  const isFeminine = long.startsWith(short) && OTHER_ENDING.test(long.slice(short.length));
  return isFeminine || (FAMILIES_OF.has(a) && FAMILIES_OF.has(b));
}

/** What a given name is short for, or itself: Bill and William share "william", Chris has two. For finding, not for comparing. */
export function givenNameKeys(name: string): readonly string[] {
  const folded = foldText(name);
  if (folded === "") return [];
  const families = [...(FAMILIES_OF.get(folded) ?? [])];
  return families.length === 0 ? [folded] : families.map((family) => FAMILIES[family]?.split(" ")[0] ?? folded);
}
