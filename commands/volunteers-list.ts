import type { CommandContext } from "../src/command/index.js";
import { recordUrl } from "../src/domain/index.js";
import type { FoundVolunteer, LeftOutOfSearch, SearchResult } from "../src/people/index.js";
import { column, counted, type Notice, notice, type Sensitivity, type Table, table } from "../src/reply/index.js";

const COLUMNS = [
  column("name", "Volunteer", "text", "name"),
  column("organisation", "Organisation", "text", "open"),
  column("title", "Title", "text", "name"),
  column("matches", "Matches", "text", "name"),
  column("local", "Local", "text", "open"),
  column("times", "Events", "integer", "open"),
  column("last", "Last event", "date", "open"),
  column("last_email", "Last e-mail", "date", "name"),
  column("email", "E-mail", "text", "contact"),
  column("salesforce", "Salesforce", "link", "name", { linkLabel: "name" }),
];

/** Volunteers as a list, each with what of them fits what was asked. */
export function volunteersTable(
  found: readonly FoundVolunteer[],
  empty: string,
  { organization }: Pick<CommandContext, "organization">,
): Table {
  return table({
    key: "volunteers",
    title: "Volunteers",
    columns: COLUMNS,
    rows: found.map((v) => [
      v.name,
      v.organizations.join(", ") || null,
      v.title,
      v.matches.join("; ") || null,
      v.localStatus.replace("_", " ") + (v.localBasis === "inferred" ? " (inferred)" : ""),
      v.times,
      v.lastOn,
      v.lastEmailOn,
      v.email,
      v.source === "salesforce" ? recordUrl(organization.salesforce.recordUrl, "Contact", v.sourceId) : null,
    ]),
    empty,
  });
}

/** Local at a glance: "31 of 80 local (39%), 12 partial, 30 not, 7 unknown". */
export function localAtAGlance({ volunteers, localities }: Pick<SearchResult, "volunteers" | "localities">): string {
  const { local, partial, non_local: not, unknown } = localities;
  const all = volunteers.length;
  const share = Math.round((100 * local) / all);
  const others = [
    partial > 0 ? `${partial.toLocaleString("en-US")} partial` : "",
    not > 0 ? `${not.toLocaleString("en-US")} not` : "",
    unknown > 0 ? `${unknown.toLocaleString("en-US")} unknown` : "",
  ].filter(Boolean);
  return [`${local.toLocaleString("en-US")} of ${all.toLocaleString("en-US")} local (${share}%)`, ...others].join(", ");
}

export const hiddenIn = ({ hidden }: Pick<SearchResult, "hidden">): number =>
  [...hidden.values()].reduce((sum, count) => sum + count, 0);

/** "3 hidden (do-not-contact 2, bounced 1)." (ruling S1) */
export function hiddenNotices(hidden: ReadonlyMap<string, number>, sensitivity: Sensitivity = "open"): Notice[] {
  if (hidden.size === 0) return [];
  const all = [...hidden.values()].reduce((sum, count) => sum + count, 0);
  const reasons = [...hidden].map(([reason, count]) => `${reason} ${count}`).join(", ");
  return [notice(`${all} hidden (${reasons}).`, "info", sensitivity)];
}

/** What a group of skills stood for (ruling S3), and who is hidden and why. */
export function searchNotices(
  result: Pick<SearchResult, "hidden" | "groups">,
  sensitivity: Sensitivity = "open",
): Notice[] {
  return [
    ...result.groups.map(({ group, terms }) =>
      notice(
        `“${group}” is a group of skills: ${terms.slice(0, 12).join(", ")}${terms.length > 12 ? " and more" : ""} (config/skills.yml).`,
      ),
    ),
    ...hiddenNotices(result.hidden, sensitivity),
  ];
}

/** `words` is how private the filters are that stand in it. */
const leftOutColumns = (words: Sensitivity) => [
  column("name", "Volunteer", "text", "name"),
  column("by", "Left out by", "text", words),
  column("has", "Has", "text", "name"),
  // Where somebody lives is as private as their address.
  column("zip", "ZIP", "text", "contact"),
  column("organisation", "Organisation", "text", "open"),
  column("salesforce", "Salesforce", "link", "name", { linkLabel: "name" }),
];

/** Who is nearly on the list, and where nobody is on it, which filter takes out how many. */
export function leftOutTables(
  left: LeftOutOfSearch,
  { isNothingFound, words }: { readonly isNothingFound: boolean; readonly words: Sensitivity },
  { organization }: Pick<CommandContext, "organization">,
): Table[] {
  const cut = left.total > left.nearest.length ? `, ${left.nearest.length} of ${counted(left.total, "volunteer")}` : "";
  return [
    table({
      key: "left_out",
      title: `Nearest left out${cut}`,
      columns: leftOutColumns(words),
      rows: left.nearest.map(({ volunteer, by, has, zip }) => [
        volunteer.name,
        by,
        has,
        zip,
        volunteer.organizations.join(", ") || null,
        recordUrl(organization.salesforce.recordUrl, "Contact", volunteer.sourceId),
      ]),
      empty: "Nobody fails one filter alone, and nobody who fits is hidden.",
    }),
    ...(isNothingFound
      ? [
          table({
            key: "filters",
            title: "What each filter takes out by itself",
            columns: [
              column("filter", "Filter", "text", words),
              column("removes", "Takes out", "integer", "open"),
              column("leaves", "Leaves", "integer", "open"),
            ],
            rows: left.filters.map(({ asked, removes }) => [asked, removes, left.of - removes]),
            empty: "No filter was asked for.",
          }),
        ]
      : []),
  ];
}
