// The documents that are written from the code: what stands in them is decided where it is used.

/** A text for one cell of a Markdown table. */
const cell = (text) => String(text).replaceAll("|", "\\|").replaceAll("\n", " ");

const row = (cells) => `| ${cells.map(cell).join(" | ")} |`;

const ROLE_NAMES = {
  admin: "administrators",
  staff: "staff",
  coordinator: "coordinators",
  district: "district viewers",
};

/** Help is asked as an administrator would, at the terminal, or in Slack about what is said there alone. */
const requestAt = (door) => ({
  id: "docs",
  line: "help",
  actor: { id: "terminal", name: "terminal", door },
  access: { role: "admin", districts: [] },
  place: { kind: "terminal", channel: null, isPrivate: true, isTrusted: false, canOpenForm: false },
  now: "2026-01-01T00:00:00.000Z",
});

function section(command, { tables }) {
  const [takes] = tables;
  return [
    `### ${command.name}`,
    command.summary,
    [
      `- For: ${command.allow.map((role) => ROLE_NAMES[role]).join(", ")}`,
      ...(command.doors ? [`- Only at: ${command.doors.join(", ")}`] : []),
      ...(command.effect === "write" ? ["- Changes something: it is written to the audit log as a change"] : []),
    ].join("\n"),
    ["```text", ...command.examples, "```"].join("\n"),
    ...(takes
      ? [
          [
            row(takes.columns.map(({ label }) => label)),
            row(takes.columns.map(() => "---")),
            ...takes.rows.map(row),
          ].join("\n"),
        ]
      : []),
  ].join("\n\n");
}

/** docs/commands.md: every command by family, with what `help` says of it. */
function commandsDocument({ commands, registryOf, helpReply, families }) {
  const registry = registryOf(commands);
  const contextOf = ({ doors: [door] = ["terminal"] }) => ({
    commands: registry,
    request: requestAt(door),
    organization: { eventTypeGroups: {} },
  });
  const guides = ["filters", "periods"].map((topic) => {
    const { title, text, tables } = helpReply(topic, contextOf({}));
    return [
      `### ${title}`,
      text,
      tables
        .flatMap(({ columns, rows }) => [
          row(columns.map(({ label }) => label)),
          row(columns.map(() => "---")),
          ...rows.map(row),
        ])
        .join("\n"),
    ].join("\n\n");
  });
  const byFamily = families
    .map((family) => ({ family, members: commands.filter((command) => command.family === family) }))
    .filter(({ members }) => members.length > 0)
    .flatMap(({ family, members }) => [
      `## ${family.slice(0, 1).toUpperCase()}${family.slice(1)}`,
      ...members.map((command) => section(command, helpReply(command.name, contextOf(command)))),
    ]);
  return `${[
    "# Commands",
    "Everything a person can say, written from the commands themselves by `npm run docs`.",
    "In Slack a line begins with `/polaris`, or mentions the bot: `@Polaris status`. At the terminal it begins with `npx polaris`. Options at the terminal: `--as admin|staff|students|coordinator|district:<name>` to see what that role would see, `--format text|json`, and `--out FOLDER` for files. What Slack has as buttons stands there under `Next:` as lines to paste. The exit status is 0 when it worked, 1 when it failed or was refused, 2 when the line was not understood or something is missing.",
    "## How to write a line",
    ...guides,
    ...byFamily,
  ].join("\n\n")}\n`;
}

/** Every written document, by its path. */
export function documents(parts) {
  return {
    "docs/commands.md": commandsDocument(parts),
    "docs/metrics.md": parts.metricsDocument(),
  };
}
