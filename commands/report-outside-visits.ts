import { type CommandContext, defineCommand, filtersOf, REPORT_FORMATS, take } from "../src/command/index.js";
import { foldText, unionOf } from "../src/domain/index.js";
import { VISIT_TEXTS, type VisitText, visitSubjects } from "../src/metrics/index.js";
import { outsideVisitsReport, VISIT_SORTS } from "../src/reports/index.js";
import { PolarisError } from "../src/runtime/index.js";
import { circumstancesOf, filesAndPage, reportPeriod } from "./report-parts.js";

const MOST_NAMED = 10;

/** What is called so, else what has it in its name. */
const fitting = (names: readonly string[], text: string): string[] => {
  const asked = foldText(text);
  const itself = names.filter((name) => foldText(name) === asked);
  return itself.length > 0 ? itself : names.filter((name) => foldText(name).includes(asked));
};

const written = (
  text: VisitText,
  label: string,
  rest: { readonly also?: readonly string[]; readonly main?: boolean } = {},
) =>
  take.text({
    label,
    ...rest,
    options: async (query, { pool }) =>
      fitting((await visitSubjects(pool))[text], query).map((name) => ({ value: name, label: name })),
  });

const { district, school } = take.figures();

export const reportOutsideVisits = defineCommand({
  name: "report outside-visits",
  family: "reports",
  summary:
    "Students' career experiences outside our own events (Diploma+ and others): visits, students and hours by kind, place, organisation, school and month. In no figure of the Metrics Bible.",
  examples: [
    "report outside-visits this year",
    "report outside-visits SY25-26 kind:internship",
    "report outside-visits 3y district:kck sort:students",
  ],
  allow: ["admin", "staff", "coordinator"],
  effect: "read",
  submit: "Show report",
  args: {
    period: reportPeriod({ help: "Of the day of the visit: SY24-25, 3y, 90d, all time …" }),
    district,
    school: { ...school, main: true },
    kind: written("kind", "Kind", { main: true }),
    place: written("place", "Place", { also: ["site"] }),
    organisation: written("organisation", "Organisation", { also: ["org", "organization", "company"] }),
    program: written("program", "Program"),
    ...take.listing({ sort: VISIT_SORTS, as: REPORT_FORMATS }),
  },
  async run(args, context) {
    const { district, school } = args;
    const report = await outsideVisitsReport(context.pool, context.organization, {
      period: unionOf(args.period),
      filters: await filtersOf({ district, school }, context),
      texts: await textsOf(args, context),
      students: context.holds.includes("student"),
      ...circumstancesOf(args, context),
    });
    return { ...report, ...filesAndPage("outside-visits", args, context) };
  },
});

/**
 * Of each text that is asked for, the names that are meant by it.
 * @throws PolarisError not_found, with what there is
 */
async function textsOf(args: Readonly<Record<VisitText, string | null>>, { pool }: CommandContext) {
  const asked = VISIT_TEXTS.flatMap((text) => (args[text] === null ? [] : [{ text, name: args[text] }]));
  if (asked.length === 0) return {};
  const subjects = await visitSubjects(pool);
  return Object.fromEntries(asked.map(({ text, name }) => [text, called(text, subjects[text], name)]));
}

function called(text: VisitText, names: readonly string[], asked: string): readonly string[] {
  const found = fitting(names, asked);
  // Where nothing has been read, the report itself says so and what to do.
  if (found.length > 0) return found;
  if (names.length === 0) return [asked];
  const some = names.slice(0, MOST_NAMED).map((name) => `“${name}”`);
  throw new PolarisError(
    "not_found",
    `No outside visit has the ${text} “${asked}”. There are visits of ${some.join(", ")}${names.length > some.length ? " and others" : ""}.`,
  );
}
