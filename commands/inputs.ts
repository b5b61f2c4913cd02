import { type Argument, type CommandContext, defineCommand, lineOf, take, withSayers } from "../src/command/index.js";
import { type Period, schoolYear, schoolYearLabel, schoolYearOf } from "../src/domain/index.js";
import { dimensionValues, findValue } from "../src/metrics/index.js";
import { type Action, type Reply, showInteger } from "../src/reply/index.js";
import {
  type DistrictName,
  districtCalled,
  ENTERED_BY,
  enterManualInput,
  inputLabel,
  LARGEST_INPUT,
  manualInputs,
  manualInputsReply,
} from "../src/reports/index.js";
import { type Organization, PolarisError } from "../src/runtime/index.js";

const YEARS_OFFERED = 3;

const typed = take.text({
  label: "Number",
  help: "A whole number; what was there before stays beneath it.",
  main: true,
});
/** A whole number within bounds, as people write it: 1250 or 1,250. */
const wholeNumber: Argument<number | null> = {
  ...typed,
  absent: null,
  read(given, reading) {
    const said = typed.read(given, reading) ?? "";
    const value = Number(said.replace(/(\d),(?=\d{3}(?:\D|$))/g, "$1"));
    if (/^\d[\d,]*$/.test(said) && Number.isInteger(value) && value <= LARGEST_INPUT) return value;
    throw new PolarisError(
      "argument_invalid",
      `Expected a whole number from 0 to ${showInteger(LARGEST_INPUT)}, but got “${said}”.`,
    );
  },
  write: (value) => (value === null ? [] : typed.write(String(value))),
};

export const inputs = defineCommand({
  name: "inputs",
  family: "reports",
  summary: "Keeps a number by hand for a district's year-end, such as credits earned; shows what is kept.",
  examples: ["inputs kck SY25-26", "inputs kck SY25-26 kind:math_relays_hs value:120"],
  allow: ["admin", "staff", "coordinator"],
  effect: "write",
  args: {
    district: take.reference("district", {
      label: "District",
      positional: "rest",
      required: true,
      options: (query, { pool }) => labelsOf(query, dimensionValues(pool, "district")),
    }),
    year: take.period({
      label: "School year",
      help: "As in SY25-26.",
      placeholder: "SY25-26",
      alsoWords: [],
      positional: "end",
      required: true,
      options: async (_, { calendar }) => {
        const current = schoolYearOf(calendar.today, calendar.schoolYearStartMonth);
        return Array.from({ length: YEARS_OFFERED }, (__, back) => {
          const label = schoolYearLabel(current - back);
          return { value: label, label };
        });
      },
    }),
    kind: take.text({
      label: "What is counted",
      help: "Leave it out to see every kind with what is entered.",
      main: true,
      options: async (query, { organization }) =>
        Object.entries(organization.yearEnd.manualInputs)
          .filter(([kind, label]) => `${kind} ${label}`.toLowerCase().includes(query.toLowerCase()))
          .map(([value, label]) => ({ value, label })),
    }),
    value: wholeNumber,
    host: take.reference("host", {
      label: "Host",
      help: "Only where the number is of one host.",
      main: true,
      options: (query, { pool }) => labelsOf(query, dimensionValues(pool, "host")),
    }),
    note: take.text({ label: "Note", help: "Where the number comes from." }),
  },
  async run(args, context) {
    const { pool, organization } = context;
    const district = await districtCalled(pool, organization, args.district.text);
    const year = wholeSchoolYear(args.year, context);
    const host = args.host === null ? null : await hostCalled(args.host.text, context);
    if (args.kind === null && args.value === null) {
      const kept = await manualInputsReply(pool, organization, { district, schoolYear: year, host });
      const shown = await withSayers(kept, ENTERED_BY, context);
      return { ...shown, actions: [enterAnother(district, year, host, "Enter a number")] };
    }
    if (args.kind === null || args.value === null)
      throw new PolarisError(
        "argument_missing",
        args.kind === null
          ? `The number ${showInteger(args.value ?? 0)} is of what? Expected kind: with one of ${kindsOf(organization)}.`
          : "Expected value: with the number itself.",
      );
    const kind = kindCalled(organization, args.kind);
    return keep({ district, year, host, kind, value: args.value, note: args.note }, context);
  },
});

async function labelsOf(query: string, values: Promise<readonly { readonly label: string }[]>) {
  const asked = query.toLowerCase();
  return (await values)
    .filter(({ label }) => label.toLowerCase().includes(asked))
    .map(({ label }) => ({ value: label, label }));
}

/** Numbers are kept by school year, whole. */
function wholeSchoolYear(period: Period, { calendar }: CommandContext): number {
  const first = period.start === null ? null : schoolYearOf(period.start, calendar.schoolYearStartMonth);
  const year = first === null ? null : schoolYear(first, calendar);
  if (first === null || year === null || year.start !== period.start || year.end !== period.end)
    throw new PolarisError(
      "argument_invalid",
      `Numbers are kept by school year: expected one, such as SY25-26, but got ${period.label}.`,
    );
  return first;
}

async function hostCalled(text: string, { pool, organization }: CommandContext): Promise<string> {
  const { key, label } = await findValue(pool, organization, "host", text);
  if (key === null) throw new PolarisError("argument_invalid", "Expected a host's name; left out, it is every host.");
  return label;
}

const kindsOf = ({ yearEnd }: Organization): string => Object.keys(yearEnd.manualInputs).join(", ");

/** @throws PolarisError argument_invalid with every kind there is */
function kindCalled(organization: Organization, text: string): string {
  const asked = text.trim().toLowerCase();
  const found = Object.entries(organization.yearEnd.manualInputs).find(
    ([kind, label]) => kind === asked || label.toLowerCase() === asked,
  );
  if (found) return found[0];
  throw new PolarisError(
    "argument_invalid",
    `Nothing called “${text}” is kept by hand. Expected one of ${kindsOf(organization)}.`,
  );
}

interface Kept {
  readonly district: DistrictName;
  readonly year: number;
  readonly host: string | null;
  readonly kind: string;
  readonly value: number;
  readonly note: string | null;
}

async function keep({ district, year, host, kind, value, note }: Kept, context: CommandContext): Promise<Reply> {
  const { pool, organization, request } = context;
  const { before, id } = await pool.transaction(async (tx) => {
    const standing = await manualInputs(tx, organization, { district, schoolYears: [year] });
    const entry = { district, schoolYear: year, host, kind, value, note, by: request.actor.id, now: request.now };
    const made = await enterManualInput(tx, entry);
    await context.auditInside(tx, {
      district: district.sourceId,
      school_year: year,
      kind,
      host,
      value,
      entry: made,
    });
    return { id: made, before: standing.find((each) => each.kind === kind && each.host === host)?.value ?? null };
  });
  const of = `${district.name}, ${schoolYearLabel(year)}${host === null ? "" : `, ${host}`}`;
  const was = before === null ? "" : `; it was ${showInteger(before)}`;
  const shown = await manualInputsReply(
    pool,
    organization,
    { district, schoolYear: year, host },
    { title: "Number kept", text: `${inputLabel(organization, kind)}: ${showInteger(value)} (${of}${was}).` },
  );
  return {
    ...(await withSayers(shown, ENTERED_BY, context)),
    actions: [
      { label: "Undo", line: lineOf("inputs remove", { entry: id }), does: "run", sensitivity: "open" },
      enterAnother(district, year, host, "Enter another"),
    ],
  };
}

function enterAnother(district: DistrictName, year: number, host: string | null, label: string): Action {
  const line = lineOf("inputs", { district: district.name, year: schoolYearLabel(year), host });
  return { label, line, does: "form", style: "primary", sensitivity: "open" };
}
