import { type CommandContext, defineCommand, nearest, take } from "../src/command/index.js";
import { column, counted, reply, sortedRows, table } from "../src/reply/index.js";
import { PolarisError } from "../src/runtime/index.js";
import { FLAG_WORDS, flagKind, flagName, listFlags, openFlags } from "../src/watch/index.js";
import { footerOf } from "./footer.js";

const COLUMNS = [
  column("kind", "Flag", "text", "open"),
  column("detail", "What", "text", "open"),
  column("entity", "Of", "text", "open"),
  column("name", "Record", "text", "name"),
  column("link", "In Salesforce", "link", "open", { linkLabel: "source_id" }),
  column("student_link", "Student in Salesforce", "link", "student"),
  column("source_id", "Id", "text", "open"),
  column("opened", "Since", "instant", "open"),
];

export const qualityFlags = defineCommand({
  name: "quality flags",
  family: "data",
  summary: "Lists what a person should look at, with what it means and what to do.",
  examples: ["quality flags", "quality flags event_without_school_or_district"],
  allow: ["admin", "staff", "coordinator"],
  effect: "read",
  withoutData: true,
  args: {
    kind: take.text({
      label: "Flag",
      positional: "one",
      main: true,
      options: async (query, { pool }) =>
        (await openFlags(pool))
          .map(({ kind, open }) => ({ value: kind, label: `${flagName(kind)} (${open})` }))
          .filter(({ value, label }) =>
            [value, label.toLowerCase()].some((each) => each.includes(query.toLowerCase())),
          ),
    }),
    ...take.listing({ sort: ["kind", "entity", "name", "opened"], as: ["xlsx", "csv"] }),
  },
  async run(args, context) {
    const kind = args.kind === null ? null : flagKind(args.kind);
    if (kind !== null) await requireKind(kind, args.kind ?? kind, context);
    const found = await listFlags(context.pool, { kind, recordUrl: context.organization.salesforce.recordUrl });
    const what = kind === null ? "" : `: ${flagName(kind)}`;
    return reply({
      title: kind === null ? "Flags" : `Flags: ${flagName(kind)}`,
      text: `${counted(found.length, "open flag")}${what}.${kind === null ? "" : ` ${FLAG_WORDS[kind] ?? ""}`}`.trim(),
      sensitivity: "open",
      tables: [
        table({
          key: "flags",
          title: "Open flags",
          columns: COLUMNS,
          rows: sortedRows(
            COLUMNS,
            found.map((each) => [
              flagName(each.kind),
              each.detail,
              each.entity.replaceAll("_", " "),
              each.name,
              each.link,
              each.studentLink,
              each.sourceId,
              each.openedAt,
            ]),
            args.sort,
          ),
          empty:
            kind === null ? "No flag is open." : `No flag “${flagName(kind)}” is open. "quality flags" lists them all.`,
        }),
      ],
      files: [
        { key: "flags", kind: "xlsx", name: "flags.xlsx" },
        { key: "flags", kind: "csv", name: "flags.csv" },
      ],
      page: { number: args.page, size: 10, line: context.line },
      provenance: await footerOf(context, { figures: "none" }),
    });
  },
});

/** A mistyped kind must not read as if nothing were wrong. @throws PolarisError argument_invalid */
async function requireKind(kind: string, asked: string, { pool }: CommandContext): Promise<void> {
  const known = [...Object.keys(FLAG_WORDS), ...(await openFlags(pool)).map((each) => each.kind)];
  if (known.includes(kind)) return;
  const near = nearest(kind, [...new Set(known)]);
  const meant = near.length === 0 ? "" : ` Did you mean ${near.map((each) => `“${each}”`).join(" or ")}?`;
  throw new PolarisError(
    "argument_invalid",
    `There is no flag “${asked}”.${meant} "quality flags" lists those that are open.`,
  );
}
