import { defineCommand, REPORT_FORMATS, take } from "../src/command/index.js";
import { dimensionValues, findValue } from "../src/metrics/index.js";
import { TEACHER_SORTS, teachersReport } from "../src/reports/index.js";
import { filesAndPage } from "./report-parts.js";
import { schoolYearAsked } from "./school-year-asked.js";

const OF_A_DISTRICT = [
  { value: "school", label: "School", also: ["schools"] },
  { value: "teacher", label: "Teacher", also: ["teachers"] },
] as const;

export const reportTeachers = defineCommand({
  name: "report teachers",
  family: "reports",
  summary: "How far the teachers of a district's roster are towards their goal, by school and by teacher.",
  examples: [
    'report teachers "Grandview School District"',
    "report teachers grandview SY26-27",
    "report teachers grandview fall 2026 by:teacher",
  ],
  allow: ["admin", "staff", "coordinator", "district"],
  effect: "read",
  showsOwnTeachers: true,
  submit: "Show report",
  args: {
    district: take.reference("district", {
      label: "District",
      help: "A district's name, or what staff call it.",
      positional: "rest",
      required: true,
      options: async (query, { pool }) => named(await dimensionValues(pool, "district"), query),
    }),
    period: take.periods({
      label: "School year",
      help: "The roster's school year, or a part of it such as fall 2025.",
      placeholder: "this year",
      positional: "end",
      main: true,
    }),
    school: take.references("school", {
      label: "School",
      main: true,
      options: async (query, { pool }) => named(await dimensionValues(pool, "school"), query),
    }),
    by: { ...take.choice(OF_A_DISTRICT, { label: "First by" }), isFilter: false },
    ...take.listing({ sort: TEACHER_SORTS, as: REPORT_FORMATS }),
  },
  async run(args, context) {
    const { pool, organization, request, sample } = context;
    const { schoolYear, period } = schoolYearAsked(args.period, context);
    const district = await findValue(pool, organization, "district", args.district.text);
    const schools = await Promise.all(
      args.school.all.flat().map(({ text }) => findValue(pool, organization, "school", text, district)),
    );
    const report = await teachersReport(pool, organization, {
      district,
      schools,
      schoolYear,
      period,
      by: args.by ?? "school",
      now: request.now,
      sample,
      ...(args.sort === null ? {} : { sort: args.sort }),
    });
    const slug = `teachers-${district.label.toLowerCase().replace(/[^a-z0-9]+/g, "-")}`.slice(0, 60).replace(/-+$/, "");
    return {
      ...report,
      actions: [
        { label: "Give a teacher their page", line: "teacher-link", does: "form", sensitivity: "open" },
        { label: "What teachers say is wrong", line: "teacher-remarks", does: "run", sensitivity: "open" },
      ],
      ...filesAndPage(slug, args, context),
    };
  },
});

const named = (values: readonly { readonly label: string }[], query: string) =>
  values
    .filter(({ label }) => label.toLowerCase().includes(query.toLowerCase()))
    .map(({ label }) => ({ value: label, label }));
