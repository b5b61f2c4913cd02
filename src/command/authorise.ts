import { foldText } from "../domain/index.js";
import { DRIVE_FOLDER, heldBy, type ReadingPlace, type Sensitivity } from "../reply/index.js";
import { type Organization, PolarisError } from "../runtime/index.js";
import { type Given, part, type ReferenceKind } from "./argument.js";
import { type Command, districtArgument } from "./define.js";
import type { Access, Actor, Door, Request, Role } from "./model.js";
import { mayUse } from "./registry.js";
import type { GivenByName } from "./values.js";

/** What each role may read where the place allows it. Rows of students are for those alone who are named as their readers. */
const MAY_READ: Readonly<Record<Role, readonly Sensitivity[]>> = {
  admin: ["open", "name", "contact", "demographic"],
  staff: ["open", "name", "contact", "demographic"],
  coordinator: ["open", "name", "contact"],
  district: ["open"],
  none: [],
};

/** The sensitivities that may be shown to this person at this place: the role's, as far as the place may hold them. */
export function holds(access: Access, place: ReadingPlace): readonly Sensitivity[] {
  return access.role === "none" ? [] : heldBy(place, mayRead(access));
}

const mayRead = ({ role, readsStudents, readsOwnTeachers }: Access): readonly Sensitivity[] => [
  ...MAY_READ[role],
  ...(readsStudents === true ? (["student"] as const) : []),
  ...(role === "district" && readsOwnTeachers === true ? (["name"] as const) : []),
];

/** What a person may read in the answers of one command (docs/access.md). */
export const accessIn = (command: Pick<Command, "showsOwnTeachers">, access: Access): Access =>
  command.showsOwnTeachers === true && access.role === "district" ? { ...access, readsOwnTeachers: true } : access;

/** What a Google Sheet in the organisation's folder may hold when this person asks for it. */
export const holdsInFolder = (access: Access): readonly Sensitivity[] => holds(access, DRIVE_FOLDER);

/** What the names of a kind of record reveal: type-ahead offers them only where that may be held. */
export const NAME_SENSITIVITY: Readonly<Record<ReferenceKind, Sensitivity>> = {
  volunteer: "name",
  teacher: "name",
  person: "name",
  organization: "open",
  event: "open",
  district: "open",
  school: "open",
  pathway: "open",
  host: "open",
  selection: "open",
  // Called as its line unless it was given a name, and a line may name a person.
  subscription: "name",
  metric: "open",
  command: "open",
};

/** Whoever has no role hears nothing but this, whatever they typed. */
export function refuseStranger(access: Access, organization: Organization): void {
  if (access.role !== "none") return;
  throw new PolarisError(
    "not_allowed",
    `Polaris answers people who work with ${organization.name}, and you have no role here yet. An administrator can give you one.`,
  );
}

const ROLE_NAMES: Readonly<Record<Exclude<Role, "none">, string>> = {
  admin: "administrators",
  staff: "staff",
  coordinator: "coordinators",
  district: "district viewers",
};

const AT_DOOR: Readonly<Record<Door, string>> = {
  slack: "in Slack",
  terminal: "at the terminal",
  schedule: "by a schedule",
};

/** @throws PolarisError("not_allowed") unless the command names the role and is open at the door. */
export function authorise(command: Command, access: Access, actor: Actor): void {
  if (mayUse(command, access, actor.door)) return;
  if (access.role === "none" || command.allow.includes(access.role)) {
    throw new PolarisError(
      "not_allowed",
      `“${command.name}” can only be used ${(command.doors ?? ["terminal" as const]).map((door) => AT_DOOR[door]).join(" or ")}.`,
    );
  }
  const allowed = new Intl.ListFormat("en-GB").format(command.allow.map((role) => ROLE_NAMES[role]));
  throw new PolarisError("not_allowed", `“${command.name}” is for ${allowed}. If you need it, ask an administrator.`, {
    suggestions: [{ label: "What you can do", line: "help" }],
  });
}

/** @throws PolarisError("not_allowed") for a line that changes something, where an answer is only shown once more. */
export function refuseChange({ name, effect }: Command, { place }: Pick<Request, "place">): void {
  if (place.readsOnly !== true || effect === "read") return;
  throw new PolarisError(
    "not_allowed",
    `“${name}” changes something each time it runs, so its answer cannot be shared, exported or turned by a button, and nothing was done. To run it again, type the command.`,
  );
}

/**
 * Holds a district viewer to their districts: theirs are filled in when none is named, and another one is refused.
 * Everyone else's line stays as it is.
 * @throws PolarisError("not_allowed")
 */
export function narrowToDistricts(
  command: Command,
  given: GivenByName,
  access: Access,
  organization: Organization,
): GivenByName {
  if (access.role !== "district" || command.withoutData === true) return given;
  const name = districtArgument(command.args);
  if (access.districts.length === 0 || name === null) {
    throw new PolarisError("not_allowed", "No district has been assigned to you yet. An administrator can do that.");
  }
  const said = given.get(name) ?? [];
  const wanted = said.filter((each) => !each.negated).map((each) => viewable(each, access, organization));
  if (wanted.length > 0) return new Map([...given, [name, [...wanted, ...said.filter((each) => each.negated)]]]);
  const theirs: Given = { negated: false, parts: access.districts.map((district) => part(district, true)) };
  // Where one district has to be chosen, and several are theirs, the choice is asked for.
  if (command.args[name]?.list !== true && access.districts.length > 1) return given;
  return new Map([...given, [name, [theirs, ...said]]]);
}

function viewable(said: Given, access: Access, organization: Organization): Given {
  return { ...said, parts: said.parts.map((value) => part(ownDistrict(value.text, access, organization), true)) };
}

function ownDistrict(text: string, { districts }: Access, { districtAliases }: Organization): string {
  const named = foldText(text);
  const own = districts.find((district) =>
    [district, ...(districtAliases[district] ?? [])].some((each) => foldText(each) === named),
  );
  if (own !== undefined) return own;
  throw new PolarisError("not_allowed", `You can see ${districts.join(", ")}, and “${text}” is not among them.`);
}
