import { type CommandContext, defineCommand, lineOf, take } from "../src/command/index.js";
import { schoolYear, schoolYearLabel, schoolYearOf } from "../src/domain/index.js";
import { entryReference, giveTeacherLink, type RosterTeacher, randomKey, rosterTeachers } from "../src/people/index.js";
import { type Ask, ask, fact, notice, reply, showInstant } from "../src/reply/index.js";
import { type Organization, PolarisError, pagesAddress } from "../src/runtime/index.js";
import { schoolYearAsked } from "./school-year-asked.js";

const MOST_CHOICES = 10;

export const teacherLink = defineCommand({
  name: "teacher-link",
  family: "people",
  summary:
    "Makes a link to a page that one teacher can be given: their own sessions and progress, and a way to say what is wrong.",
  examples: ["teacher-link asha.gandhi@school.example", "teacher-link Asha Gandhi SY26-27"],
  allow: ["admin", "staff", "coordinator"],
  effect: "write",
  submit: "Make the link",
  args: {
    who: take.reference("teacher", {
      label: "Teacher",
      help: "A teacher of the roster, by name or address.",
      positional: "rest",
      required: true,
      options: async (query, { pool, calendar }) => {
        const year = schoolYearOf(calendar.today, calendar.schoolYearStartMonth);
        const found = await rosterTeachers(pool, query, year);
        return found.map((teacher) => ({
          value: entryReference(teacher),
          label: `${teacher.name}, ${teacher.school}`,
        }));
      },
    }),
    year: take.periods({
      label: "School year",
      help: "The roster's school year.",
      placeholder: "this year",
      positional: "end",
      main: true,
    }),
  },
  async run({ who, year }, context) {
    const { pool, organization, request, calendar } = context;
    const base = addressOf(organization);
    const asked = schoolYearAsked(year, context);
    const found = await rosterTeachers(pool, who.text, asked.schoolYear);
    const [teacher, ...others] = found;
    if (teacher === undefined || others.length > 0) return whichOne(found, who.text, asked.schoolYear, context);
    const link = await pool.transaction(async (tx) => {
      const made = await giveTeacherLink(tx, {
        email: teacher.email,
        schoolYear: asked.schoolYear,
        hours: organization.web.teacherLinkHours,
        by: request.actor.id,
        now: request.now,
        key: randomKey(),
      });
      await context.auditInside(tx, { link: made.id, schoolYear: asked.schoolYear });
      return made;
    });
    const until = showInstant(link.expiresAt, organization.timeZone);
    return reply({
      title: `A page for ${teacher.name}`,
      text: `${teacher.name} of ${teacher.school} can open their page until ${until}.`,
      sensitivity: "name",
      openText: `A teacher's page is ready until ${until}. Its link is shown privately only.`,
      facts: [
        fact("link", "Link", `${base}/teacher/${link.token}`, "link", "contact"),
        fact("email", "Send it to", teacher.email, "text", "contact"),
        fact("year", "School year", schoolYear(asked.schoolYear, calendar).label, "text", "open"),
        fact("expires", "Opens until", link.expiresAt, "instant", "open"),
        fact("number", "Number", link.id, "integer", "open"),
      ],
      notices: [
        notice("Whoever has the link sees this teacher's page: send it to the teacher alone. It asks for no password."),
      ],
      actions: [
        {
          label: "Remove the link",
          line: lineOf("teacher-link remove", { link: link.id }),
          does: "run",
          style: "danger",
          confirm: "The link opens nothing from then on. Another one can be made.",
          sensitivity: "open",
        },
      ],
    });
  },
});

/** @throws PolarisError configuration_invalid while there are no pages */
function addressOf(organization: Organization): string {
  const address = pagesAddress(organization);
  if (address !== null) return address;
  throw new PolarisError(
    "configuration_invalid",
    "There are no pages for teachers yet: web.port is not set in organization.yml. Expected a port, and web.url as the pages are reached from outside.",
  );
}

function whichOne(found: readonly RosterTeacher[], text: string, year: number, context: CommandContext): Ask {
  const label = schoolYearLabel(year);
  if (found.length === 0)
    throw new PolarisError(
      "not_found",
      `No teacher on a roster of ${label} fits “${text}”. Expected a name or an address as on the roster; “report teachers” lists them by district.`,
    );
  const more = found.length > MOST_CHOICES ? ` The first ${MOST_CHOICES} are shown.` : "";
  return ask({
    text: `${found.length} teachers on the rosters of ${label} fit “${text}”. Which one?${more}`,
    command: "teacher-link",
    line: context.line,
    missing: ["who"],
    choices: found.slice(0, MOST_CHOICES).map((teacher) => ({
      label: `${teacher.name}, ${teacher.school}`,
      line: context.lineWith({ who: entryReference(teacher) }),
    })),
    sensitivity: "name",
  });
}
