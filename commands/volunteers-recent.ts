import { defineCommand, lineOf, take } from "../src/command/index.js";
import { parsePeriod, printDates, printWithin } from "../src/domain/index.js";
import { completenessNotices } from "../src/metrics/index.js";
import { EVERYBODY, searchVolunteers, VOLUNTEER_SORTS } from "../src/people/index.js";
import { counted, reply } from "../src/reply/index.js";
import { footerOf } from "./footer.js";
import { negatableFlag } from "./negatable.js";
import { searchWords } from "./search-words.js";
import { hiddenIn, localAtAGlance, searchNotices, volunteersTable } from "./volunteers-list.js";

const USUAL = "90d";

export const volunteersRecent = defineCommand({
  name: "volunteers recent",
  family: "people",
  summary: "Lists who came lately, the latest first: within 90 days, or the period given.",
  examples: ["volunteers recent", "volunteers recent 30d connector:yes"],
  allow: ["admin", "staff", "coordinator"],
  effect: "read",
  submit: "Show them",
  args: {
    period: take.period({
      label: "Came within",
      help: "A period such as 30d or SY24-25; 90 days unless told.",
      placeholder: USUAL,
      positional: "end",
      alsoWords: [],
      main: true,
    }),
    connector: negatableFlag(
      take.flag({ label: "Connector", help: "Yes: with a Pathful profile. No: without one.", main: true }),
    ),
    ...take.listing({ sort: VOLUNTEER_SORTS, as: ["xlsx", "csv"] }),
  },
  async run(args, context) {
    const period = args.period ?? parsePeriod(USUAL, context.calendar);
    const result = await searchVolunteers(context.pool, await searchWords(context), {
      ...EVERYBODY,
      last: { start: period.start, end: period.end },
      connector: args.connector,
      sort: args.sort?.key ?? "last",
      today: context.calendar.today,
    });
    const found = args.sort?.descending ? [...result.volunteers].reverse() : result.volunteers;
    const who =
      args.connector === null ? "" : args.connector ? " with a Pathful profile" : " without a Pathful profile";
    const none = `Nobody${who} last came ${printWithin(period)}. Try a longer period, as in “volunteers recent 1y”.`;
    return reply({
      title: "Who came lately",
      text:
        found.length === 0
          ? none
          : `${counted(found.length, "volunteer")}${who} last came ${printWithin(period)}; ${localAtAGlance(result)}.`,
      sensitivity: "open",
      tables: [volunteersTable(found, none, context)],
      actions: [
        {
          label: "Search among them",
          line: lineOf("volunteers", { last: period.words, connector: flagWord(args.connector) }),
          does: "form",
          sensitivity: "open",
        },
      ],
      files: [
        { key: "volunteers", kind: "xlsx", name: "recent-volunteers.xlsx" },
        { key: "volunteers", kind: "csv", name: "recent-volunteers.csv" },
      ],
      notices: [...(await completenessNotices(context.pool)), ...searchNotices(result)],
      page: { number: args.page, size: 10, line: context.line, ...(args.asOf === null ? {} : { since: args.asOf }) },
      provenance: await footerOf(context, {
        period: { ...period, label: printDates(period) },
        filters: context.filters,
        counts: result.hidden.size === 0 ? {} : { hidden: hiddenIn(result) },
      }),
    });
  },
});

const flagWord = (flag: boolean | null): string | null => (flag === null ? null : flag ? "yes" : "no");
