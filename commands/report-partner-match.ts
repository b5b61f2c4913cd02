import { askWhich, type CommandContext, defineCommand, REPORT_FORMATS, take } from "../src/command/index.js";
import { parsePeriod } from "../src/domain/index.js";
import { findPartnerLists, type PartnerList, partnerLists } from "../src/people/index.js";
import { type Ask, counted } from "../src/reply/index.js";
import { PARTNER_MATCH_SORTS, partnerMatchReport } from "../src/reports/index.js";
import { PolarisError } from "../src/runtime/index.js";
import { circumstancesOf, filesAndPage } from "./report-parts.js";

const DEFAULT_LEAST = "0.9";
const [LOWEST, HIGHEST] = [0.5, 1];

export const reportPartnerMatch = defineCommand({
  name: "report partner-match",
  family: "reports",
  summary:
    "Who of a partner's list is a volunteer already: by e-mail, name, short name or a name nearly alike, with what they did.",
  examples: ["report partner-match KCTAA", "report partner-match KCTAA min:0.85 sort:hours as:csv"],
  allow: ["admin", "staff", "coordinator"],
  effect: "read",
  submit: "Compare",
  args: {
    list: take.text({
      label: "Partner list",
      help: "The name the list was uploaded under.",
      positional: "rest",
      required: true,
      options: async (query, { pool }) => {
        const lists = query.trim() === "" ? await partnerLists(pool) : await findPartnerLists(pool, query);
        return lists.map(({ name, people }) => ({
          value: name,
          label: `${name} (${counted(people, "person", "people")})`,
        }));
      },
    }),
    period: take.periods({
      label: "Period",
      help: "Whose engagements and hours are shown; all time unless said.",
      placeholder: "all time",
      positional: "end",
      main: true,
    }),
    min: take.text({
      label: "How alike",
      help: "From 0.5 to 1: how alike a name must be to be proposed.",
      placeholder: DEFAULT_LEAST,
      main: true,
    }),
    ...take.listing({ sort: PARTNER_MATCH_SORTS, as: REPORT_FORMATS }),
  },
  async run(args, context) {
    const least = leastOf(args.min ?? DEFAULT_LEAST);
    const list = await listMeant(args.list, context);
    if ("kind" in list) return list;
    const report = await partnerMatchReport(context.pool, context.organization, {
      list: list.name,
      least,
      periods: args.period.length > 0 ? args.period : [parsePeriod("all time", context.calendar)],
      ...circumstancesOf(args, context),
    });
    return {
      ...report,
      ...filesAndPage("partner-match", args, context),
    };
  },
});

/** @throws PolarisError argument_invalid */
function leastOf(text: string): number {
  const percent = /^(\d{2,3}) ?%$/.exec(text.trim())?.[1];
  const least = percent === undefined ? Number(text.trim().replace(",", ".")) : Number(percent) / 100;
  if (text.trim() !== "" && least >= LOWEST && least <= HIGHEST) return least;
  throw new PolarisError(
    "argument_invalid",
    `“min:” is how alike two names must be, from ${LOWEST} to ${HIGHEST}, as in min:0.9, but got “${text}”.`,
  );
}

/** @throws PolarisError not_found, with the lists there are */
async function listMeant(text: string, context: CommandContext): Promise<PartnerList | Ask> {
  const found = await findPartnerLists(context.pool, text);
  const [only, ...others] = found;
  if (only !== undefined && others.length === 0) return only;
  const choices = (lists: readonly PartnerList[]) =>
    lists.slice(0, 10).map(({ name, people }) => ({
      label: `${name} (${counted(people, "person", "people")})`,
      line: context.lineWith({ list: name, page: null, asOf: null }),
    }));
  if (found.length > 0)
    return askWhich(context, {
      text: `${counted(found.length, "list")} fit “${text}”. Which one?`,
      argument: "list",
      choices: choices(found),
      sensitivity: "open",
    });
  const all = await partnerLists(context.pool);
  const there =
    all.length === 0
      ? "No partner list has been uploaded yet: send one with import."
      : `Expected one of ${all
          .slice(0, 10)
          .map(({ name }) => `“${name}”`)
          .join(", ")}${all.length > 10 ? " …" : ""}.`;
  throw new PolarisError("not_found", `No partner list is called “${text}”. ${there}`, { suggestions: choices(all) });
}
