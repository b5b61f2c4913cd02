import { askWhich, type CommandContext, defineCommand, type Reference, take } from "../src/command/index.js";
import { findSchools, type NamedEvent, suggestEvents } from "../src/events/index.js";
import { decide, decisionsAbout, derive, type NamedSchool } from "../src/identity/index.js";
import { dimensionValues } from "../src/metrics/index.js";
import { type Ask, counted, type Reply, reply } from "../src/reply/index.js";
import { districtCalled } from "../src/reports/index.js";
import { PolarisError } from "../src/runtime/index.js";
import { standingEvent } from "./attended-event.js";
import { held, undoing } from "./event-decision.js";
import { whichEvent } from "./named-event.js";

const MOST_CHOICES = 10;

export const place = defineCommand({
  name: "place",
  family: "events",
  summary:
    "Says at which school an event was, or in which district a school is, where Salesforce says nothing or something else.",
  examples: [
    'place "Career fair: animal nutrition" school:"Kaw Point High School"',
    'place school:"Kaw Point High School" district:"Kansas City Kansas Public Schools"',
  ],
  allow: ["admin", "staff", "coordinator"],
  effect: "write",
  submit: "Keep",
  args: {
    event: take.reference("event", {
      label: "Event",
      help: "Leave it out to say where a school is.",
      positional: "rest",
      main: true,
      options: async (query, { pool, calendar }) =>
        (await suggestEvents(pool, query, calendar.today)).map((event) => ({
          value: event.sourceId,
          label: whichEvent(event),
        })),
    }),
    school: take.reference("school", {
      label: "School",
      required: true,
      options: async (query, { pool }) =>
        (await findSchools(pool, query)).map((school) => ({ value: school.sourceId, label: schoolWords(school) })),
    }),
    district: take.reference("district", {
      label: "District",
      help: "Of the school; only without an event.",
      main: true,
      options: async (query, { pool }) =>
        (await dimensionValues(pool, "district"))
          .filter(({ label }) => label.toLowerCase().includes(query.toLowerCase()))
          .map(({ label }) => ({ value: label, label })),
    }),
  },
  problems({ event, district }): Record<string, string> {
    if (event === null && district === null)
      return { event: "Say the event whose school it is, or the district that the school is in." };
    if (event !== null && district !== null)
      return { district: "Say either the event's school or the school's district, one at a time." };
    return {};
  },
  async run({ event: asked, school: named, district }, context) {
    const school = await oneSchool(named, context);
    if ("kind" in school) return school;
    if (asked === null) return inDistrict(school, district?.text ?? "", context);
    const event = await standingEvent(asked.text, context);
    if ("kind" in event) return event;
    return atSchool(event, school, context);
  },
});

const schoolWords = ({ name, district }: NamedSchool): string => (district === null ? name : `${name}, ${district}`);

/** @throws PolarisError not_found */
async function oneSchool({ id, text }: Reference, context: CommandContext): Promise<NamedSchool | Ask> {
  const found = await findSchools(context.pool, id ?? text);
  const [only, ...others] = found;
  if (only === undefined)
    throw new PolarisError("not_found", `No school is called “${text}”. Searched names, aliases and Salesforce ids.`);
  if (others.length === 0) return only;
  return askWhich(context, {
    text: `${counted(found.length, "school")} fit “${text}”. Which one?`,
    argument: "school",
    choices: found.slice(0, MOST_CHOICES).map((school) => ({
      label: schoolWords(school),
      line: context.lineWith({ school: school.sourceId }),
    })),
    sensitivity: "open",
  });
}

async function atSchool(event: NamedEvent, school: NamedSchool, context: CommandContext): Promise<Reply> {
  const { organization, pool, request } = context;
  const about = { subject: "event", source: event.source, sourceId: event.sourceId } as const;
  const value = `${school.source}:${school.sourceId}`;
  const id = await pool.transaction(async (tx) => {
    await held(tx, event);
    const stood = (await decisionsAbout(tx, about, "event_school")).at(-1) ?? null;
    if (stood?.value === value || (stood === null && event.school === school.name)) return null;
    const made = await decide(tx, { kind: "event_school", ...about, value, by: request.actor.id, now: request.now });
    await context.auditInside(tx, { event: event.sourceId, school: school.sourceId, before: stood?.value ?? null });
    return made;
  });
  const title = { ...event, school: null };
  if (id === null) return already(`${whichEvent(title)} counts at ${school.name}`);
  await derive(pool, organization, request.now);
  const was = event.school === null ? "" : `, instead of ${event.school}`;
  return reply({
    title: "School of the event",
    text: `${whichEvent(title)} counts at ${schoolWords(school)} from now on${was}.`,
    sensitivity: "open",
    notices: event.source === "salesforce" ? [listed] : [],
    actions: [undoing([id])],
  });
}

/** @throws PolarisError not_found for a district that nothing is called */
async function inDistrict(school: NamedSchool, text: string, context: CommandContext): Promise<Reply> {
  const { organization, pool, request } = context;
  const district = await districtCalled(pool, organization, text);
  const about = { subject: "school", source: school.source, sourceId: school.sourceId } as const;
  const id = await pool.transaction(async (tx) => {
    const stood = (await decisionsAbout(tx, about, "school_district")).at(-1) ?? null;
    if (stood?.value === district.sourceId || (stood === null && school.district === district.name)) return null;
    const made = await decide(tx, {
      kind: "school_district",
      ...about,
      value: district.sourceId,
      by: request.actor.id,
      now: request.now,
    });
    await context.auditInside(tx, {
      school: school.sourceId,
      district: district.sourceId,
      before: stood?.value ?? null,
    });
    return made;
  });
  if (id === null) return already(`${school.name} counts in ${district.name}`);
  await derive(pool, organization, request.now);
  const was = school.district === null ? "" : `, instead of ${school.district}`;
  return reply({
    title: "District of the school",
    text: `${school.name} counts in ${district.name} from now on${was}.`,
    sensitivity: "open",
    notices: [listed],
    actions: [undoing([id])],
  });
}

const already = (text: string): Reply =>
  reply({ title: "So it stands already", text: `${text} already. Nothing was changed.`, sensitivity: "open" });

const listed = {
  level: "info",
  text: "“decisions enter” lists it until Salesforce says the same.",
  sensitivity: "open",
} as const;
