import { defineCommand, lineOf, type Reference, sayersOf, take } from "../src/command/index.js";
import { isSalesforceId, to18 } from "../src/domain/index.js";
import { localReason, setLocalStatus, wrongReason } from "../src/people/index.js";
import { reply } from "../src/reply/index.js";
import { besideReason, decideAbout, openProfile, undoBy, undoDecision } from "./contact-decision.js";
import { onePerson, personArgument } from "./named-person.js";
import { localSetBy, localWords } from "./volunteer-words.js";

const AUTO = "auto";
const STATUSES = [
  { value: "local", label: "Local", also: ["yes"] },
  { value: "partial", label: "Partly local" },
  { value: "non_local", label: "Non-local", also: ["no", "not local", "nonlocal"] },
  { value: AUTO, label: "By address and events again", also: ["automatic", "none", "remove"] },
] as const;
type Status = (typeof STATUSES)[number]["value"];

export const local = defineCommand({
  name: "local",
  family: "people",
  summary:
    "Says by hand whether a volunteer is local, with the reason; or lets the address say it again; alone it says why.",
  examples: ['local Victor local reason:"moved to Kansas City"', "local Victor auto", "local Victor"],
  allow: ["admin", "staff", "coordinator"],
  effect: "write",
  args: {
    who: personArgument("volunteer", { positional: "rest" }),
    status: take.choice(STATUSES, {
      label: "Local status",
      help: "What you set beats the address and survives every sync. Leave it out to see what it is and why.",
      main: true,
    }),
    reason: take.text({ label: "Reason", help: "Others will read it on the profile.", main: true }),
  },
  problems: ({ status, reason }) =>
    besideReason(status === null || status === AUTO ? null : wrongReason(reason, "moved to Kansas City")),
  async run({ who, status: given, reason }, context) {
    const { person, set } = said(who, given);
    const contact = await onePerson("volunteer", person, context, { with: { status: set, reason } });
    if ("choices" in contact) return contact;
    const { pool, organization } = context;
    const was = await localReason(pool, organization, contact.id);
    const whose = await sayersOf([localSetBy(was)], context);
    if (set === null)
      return reply({
        title: "Local status",
        text: `${contact.name} is ${localWords(was, whose, context)}.`,
        sensitivity: "name",
        openText: "A volunteer's local status is shown privately only.",
        actions: [
          { label: "Set local", line: lineOf("local", { who: contact.sourceId }), does: "form", sensitivity: "open" },
          openProfile(contact),
        ],
      });
    const { decision, before } = await decideAbout(
      contact,
      context,
      (tx, by) => setLocalStatus(tx, { contact, status: set === AUTO ? null : set, reason, ...by }),
      "locality",
    );
    const is = await localReason(pool, organization, contact.id);
    return reply({
      title: "Local status",
      text: `${contact.name} is now ${localWords(is, whose, context)}; before: ${localWords(was, whose, context)}.`,
      sensitivity: "name",
      openText: "The volunteer's local status is changed.",
      actions: [
        decision === null
          ? undoBy(
              lineOf("local", {
                who: contact.sourceId,
                status: before?.value ?? null,
                reason: before?.reason ?? "as before",
              }),
            )
          : undoDecision(decision),
        openProfile(contact),
      ],
    });
  },
});

/** The status may stand behind the name, as in `local Victor partial`. */
function said(who: Reference, given: Status | null): { readonly person: Reference; readonly set: Status | null } {
  const parts = /^(.*\S)\s+(\S+)$/.exec(who.text.trim());
  const last = STATUSES.find(({ value }) => value === parts?.[2]?.toLowerCase().replace("-", "_"));
  if (given !== null || parts?.[1] === undefined || last === undefined) return { person: who, set: given };
  return { person: { text: parts[1], id: isSalesforceId(parts[1]) ? to18(parts[1]) : null }, set: last.value };
}
