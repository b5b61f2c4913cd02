import { defineCommand, take } from "../src/command/index.js";
import { reply } from "../src/reply/index.js";
import { PolarisError } from "../src/runtime/index.js";
import { DATASETS, OBJECTS } from "../src/sources/index.js";
import { SEGMENT_NAMES, sentenceOf } from "../src/watch/index.js";
import { noticesOf, tablesOf } from "./reconciliation-tables.js";
import { segmentsNotices, segmentsSentence, segmentsTable } from "./segment-tables.js";

/** What staff call the rows of an object, beside its label. */
const WORDS: Readonly<Record<string, readonly string[]>> = {
  Account: ["accounts", "organizations", "organisations", "companies", "schools", "districts"],
  Contact: ["contacts", "people", "volunteers", "teachers", "students"],
  npe5__Affiliation__c: ["affiliation"],
  Session__c: ["event", "sessions"],
  Session_Participant__c: ["attendance", "participants"],
  Class__c: ["class"],
  Pathway__c: ["pathway"],
  EmailMessage: ["emails", "mails"],
  Task: ["tasks", "calls"],
  Lead: ["leads"],
};

/** Everything that can be compared, by its name and by staff's words; a word that two would bear is the first one's. */
export const COMPARABLE = [
  ...OBJECTS.map(({ name, label }) => ({ value: name as string, label, also: [...(WORDS[name] ?? [])] })),
  ...DATASETS.map(({ name, label }) => ({ value: name, label, also: [] as string[] })),
].filter(({ value }, place, all) => all.findIndex((each) => each.value === value) === place);

export const reconcile = defineCommand({
  name: "reconcile",
  family: "data",
  summary: "Compares Salesforce and the connected sheets with the pool, row by row, and says what differs.",
  examples: ["reconcile", "reconcile contacts", "reconcile events light", "reconcile events by:type"],
  allow: ["admin", "staff"],
  effect: "write",
  submit: "Compare now",
  args: {
    object: take.choice(COMPARABLE, {
      label: "What",
      help: "Everything, when left out.",
      positional: "one",
      main: true,
    }),
    light: take.flag({
      label: "By days only",
      help: "Counts rows by the day of their last change and reads only where a day differs.",
      bare: ["light", "--light"],
      main: true,
    }),
    by: take.choice(
      SEGMENT_NAMES.map((value) => ({ value, label: value.replaceAll("-", " ") })),
      {
        label: "Count by",
        help: "Counts rows of each segment in Salesforce and here, and reads none of them.",
        main: true,
      },
    ),
  },
  async run({ object, light, by }, { services, organization, progress, signal }) {
    if (by !== null) {
      if (light === true)
        throw new PolarisError("argument_invalid", "by: counts rows and reads none: leave “light” out.");
      const result = await services.compareSegments({ object, by }, { signal });
      return reply({
        title: `Rows by ${by.replaceAll("-", " ")}`,
        text: segmentsSentence(result),
        sensitivity: "open",
        notices: segmentsNotices(result, organization.timeZone),
        tables: result.comparisons.length === 0 ? [] : [segmentsTable(result)],
      });
    }
    const depth = light === true ? "light" : "deep";
    const result = await services.reconcile({ object, depth }, { progress, signal });
    return reply({
      title: depth === "light" ? "Reconciliation by days" : "Reconciliation",
      text: sentenceOf(result),
      sensitivity: "open",
      notices: noticesOf(result),
      tables: result.objects.length === 0 ? [] : tablesOf(result),
      actions:
        result.objects.length === 0
          ? [{ label: "Sync now", line: "sync salesforce", does: "run", sensitivity: "open" }]
          : [{ label: "Export", line: "reconciliation as:xlsx", does: "run", sensitivity: "open" }],
    });
  },
});
