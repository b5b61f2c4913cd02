import { defineCommand, take } from "../src/command/index.js";
import { linkTopics, listLinks } from "../src/links/index.js";
import { type Action, column, counted, reply, table } from "../src/reply/index.js";

export const links = defineCommand({
  name: "links",
  family: "admin",
  summary: "Shows the links that staff keep for each other, each with a line on what it is for.",
  examples: ["links", "links onboarding"],
  allow: ["admin", "staff", "coordinator"],
  effect: "read",
  withoutData: true,
  args: {
    topic: take.text({
      label: "Topic",
      positional: "rest",
      main: true,
      options: async (query, { pool, request }) =>
        (await linkTopics(pool, request.access.role))
          .filter((each) => each.toLowerCase().includes(query.toLowerCase()))
          .map((value) => ({ value, label: value })),
    }),
  },
  async run({ topic }, { pool, request }) {
    const { role } = request.access;
    const found = await listLinks(pool, role, topic);
    const topics = new Set(found.map((each) => each.topic.toLowerCase())).size;
    const about = topic === null ? "" : ` about “${topic}”`;
    const howToAdd =
      role === "coordinator"
        ? "Staff add them, each with a line on what it is for."
        : "Add the first one: a title, its address, a topic and a line on what it is for.";
    const none =
      topic === null ? `No link is kept yet. ${howToAdd}` : `No link is kept${about}. “links” shows every topic.`;
    const [first] = found;
    return reply({
      title: "Quick links",
      text:
        first === undefined
          ? none
          : `${counted(found.length, "link")}${about}${topics > 1 ? ` in ${topics} topics` : ""}.`,
      sensitivity: "open",
      tables: [
        table({
          key: "links",
          title: "Quick links",
          columns: [
            column("topic", "Topic", "text", "open"),
            column("title", "Link", "text", "open"),
            column("about", "What it is for", "text", "open"),
            column("id", "No.", "integer", "open"),
            column("role", "Seen by", "text", "open"),
            column("url", "Address", "link", "open", { linkLabel: "title" }),
          ],
          rows: found.map((each) => [each.topic, each.title, each.about, each.id, SEEN_BY[each.role], each.url]),
          empty: none,
        }),
      ],
      actions: [
        { ...ADD, ...(first === undefined ? { style: "primary" as const } : {}) },
        ...found.slice(0, 3).map(
          ({ id, title }): Action => ({
            label: `Edit: ${title}`,
            line: `link id:${id}`,
            does: "form",
            sensitivity: "open",
          }),
        ),
      ],
    });
  },
});

const ADD: Action = { label: "Add a link", line: "link", does: "form", sensitivity: "open" };
const SEEN_BY = { coordinator: "everybody here", staff: "staff", admin: "administrators" } as const;
