import { at } from "./random.js";
import { type AccountRow, BLANK_ACCOUNT, type ClassRow } from "./rows.js";
import { longKept, type Setting } from "./setting.js";

export type Level = "Elementary" | "Middle" | "High";

export interface District {
  readonly account: AccountRow;
  readonly name: string;
  /** What people write instead of the name. */
  readonly aliases: readonly string[];
}

export interface School {
  readonly account: AccountRow;
  readonly name: string;
  readonly level: Level;
  /** Null for a school that nobody has put under a district. */
  readonly district: District | null;
  readonly classes: readonly ClassRow[];
}

/** Names that staff use for the sample's districts: the same that config/organization.yml knows. */
export const SAMPLE_DISTRICT_ALIASES: Readonly<Record<string, readonly string[]>> = {
  "Kansas City Kansas Public Schools": ["KCKPS", "KCKPS (KS)", "Kansas City USD 500"],
  "Grandview School District": ["Grandview"],
  "Center School District": ["Center"],
  "Hickman Mills School District": ["Hickman Mills"],
};

const DISTRICTS = [
  ...Object.keys(SAMPLE_DISTRICT_ALIASES),
  "Olathe Public Schools",
  "Blue River Valley School District",
];

/** Name, level, and the district's place in the list; null for none. */
const SCHOOLS: readonly (readonly [string, Level, number | null])[] = [
  ["Kaw Point High School", "High", 0],
  ["Argentine Bluffs Middle School", "Middle", 0],
  ["Quindaro Terrace Elementary School", "Elementary", 0],
  ["Grandview Meadows High School", "High", 1],
  ["High Grove Elementary School", "Elementary", 1],
  ["Boone Creek Middle School", "Middle", 2],
  ["Longview Ridge High School", "High", 3],
  ["Red Bridge Middle School", "Middle", 3],
  ["Prairie Trail Middle School", "Middle", 4],
  ["Blue River High School", "High", 5],
  ["Santa Fe Charter High School", "High", null],
  ["Brookside Montessori Elementary", "Elementary", null],
];

const MORE_PLACES =
  "Cedar Willow Maple Walnut Aspen Juniper Hickory Sycamore Larch Alder Hawthorn Poplar Laurel Magnolia Linden Rowan Spruce Elder Dogwood Holly".split(
    " ",
  );
const MORE_FEATURES = ["Creek", "Ridge", "Grove", "Park", "Hollow", "Heights", "Field", "Point", "Bend", "Run"];
const LEVELS: readonly Level[] = ["Elementary", "Middle", "High"];
const COURSES: Readonly<Record<Level, readonly string[]>> = {
  Elementary: ["Grade 4 Homeroom", "Grade 5 Homeroom"],
  Middle: ["Grade 7 Science", "Pre-Algebra", "Advisory 8"],
  High: ["Algebra I", "Biology", "College and Career Readiness", "Engineering Design"],
};

export function buildDistricts(setting: Setting): District[] {
  const luck = setting.chance("districts");
  const count = Math.max(DISTRICTS.length, setting.scaled(DISTRICTS.length));
  return Array.from({ length: count }, (_, index) => {
    const name = DISTRICTS[index] ?? `${invented(index - DISTRICTS.length)} School District`;
    const account: AccountRow = {
      ...BLANK_ACCOUNT,
      Id: setting.nextId("Account"),
      Name: name,
      Type: "School District",
      BillingState: index % 2 === 0 ? "KS" : "MO",
      School_Code_External_ID__c: String(90_000 + index * 7),
      ...longKept(setting, luck),
    };
    return { account, name, aliases: SAMPLE_DISTRICT_ALIASES[name] ?? [] };
  });
}

export function buildSchools(setting: Setting, districts: readonly District[]): School[] {
  const luck = setting.chance("schools");
  const count = Math.max(SCHOOLS.length, setting.scaled(SCHOOLS.length));
  return Array.from({ length: count }, (_, index): School => {
    const known = SCHOOLS[index];
    const level = known ? known[1] : at(LEVELS, index % LEVELS.length);
    const name = known ? known[0] : `${invented(index)} ${level} School`;
    const place = known ? known[2] : index % 6 === 5 ? null : index % districts.length;
    const district = place === null ? null : at(districts, place);
    const account: AccountRow = {
      ...BLANK_ACCOUNT,
      Id: setting.nextId("Account"),
      Name: name,
      Type: "School",
      ParentId: district?.account.Id ?? null,
      BillingCity: "Kansas City",
      BillingState: luck.pick(["MO", "Missouri", "KS"]),
      Connector_Account_Name__c: luck.happens(0.7) ? name.replace(/ School$/, "") : null,
      School_Code_External_ID__c: luck.happens(0.8) ? `S-${1000 + index}` : null,
      ...longKept(setting, luck),
    };
    return { account, name, level, district, classes: classesOf(account.Id, level) };
  });

  function classesOf(schoolId: string, level: Level): ClassRow[] {
    const years = [setting.currentYear - 1, setting.currentYear];
    return years.flatMap((year) =>
      COURSES[level].map(
        (course): ClassRow => ({
          Id: setting.nextId("Class__c"),
          Name: course,
          School__c: schoolId,
          Class_Year_Number__c: luck.happens(0.95) ? year + 1 : null,
          ...longKept(setting, luck),
        }),
      ),
    );
  }
}

/** A place name for the index-th school or district beyond the known ones; no two are alike. */
function invented(index: number): string {
  const place = at(MORE_PLACES, index % MORE_PLACES.length);
  const feature = at(MORE_FEATURES, Math.floor(index / MORE_PLACES.length) % MORE_FEATURES.length);
  const round = Math.floor(index / (MORE_PLACES.length * MORE_FEATURES.length));
  return round === 0 ? `${place} ${feature}` : `${place} ${feature} ${round + 1}`;
}
