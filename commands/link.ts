import { type CommandContext, defineCommand, lineOf, take } from "../src/command/index.js";
import {
  addLink,
  editLink,
  type LinkWish,
  linkAddress,
  linkWithId,
  listLinks,
  maySeeLink,
  type QuickLink,
} from "../src/links/index.js";
import { type Action, type Ask, fact, type Reply, reply } from "../src/reply/index.js";
import { PolarisError } from "../src/runtime/index.js";

const LONGEST_TITLE = 100;
const LONGEST_ABOUT = 300;

export const link = defineCommand({
  name: "link",
  family: "admin",
  summary: "Keeps a link for everybody, with a topic and a line on what it is for; with id: changes one.",
  examples: [
    'link title:"Volunteer handbook" url:https://example.org/handbook topic:onboarding about:"Read it before the first event."',
    'link id:3 about:"Only for virtual sessions."',
  ],
  allow: ["admin", "staff"],
  effect: "write",
  withoutData: true,
  args: {
    title: take.text({
      label: "Title",
      help: "What people see and press. A new link needs this and the three below.",
      main: true,
    }),
    url: take.text({ label: "Address", help: "It begins with https://", placeholder: "https://", main: true }),
    topic: take.text({ label: "Topic", help: "Links of one topic stand together, as in: onboarding.", main: true }),
    about: take.text({ label: "What it is for", help: "One line: what it is, and when to use it.", main: true }),
    role: take.choice(
      [
        { value: "coordinator", label: "Everybody here", also: ["everybody", "all", "coordinators"] },
        { value: "staff", label: "Staff and administrators" },
        { value: "admin", label: "Administrators only", also: ["admins"] },
      ],
      { label: "Seen by", main: true },
    ),
    id: take.text({
      label: "Link to change",
      help: "Its number, as links shows it; empty adds a new one.",
      options: async (query, { pool, request }) =>
        (await listLinks(pool, request.access.role))
          .filter(({ title }) => title.toLowerCase().includes(query.toLowerCase()))
          .map(({ id, title, topic }) => ({ value: String(id), label: `${title} (${topic})` })),
    }),
  },
  /** What stands, so that one part can be changed alone. */
  async prefill({ id }, { pool, request }) {
    const found = id === undefined || id === null || !/^\d{1,9}$/.test(id) ? null : await linkWithId(pool, Number(id));
    if (found === null || found.removedAt !== null || !maySeeLink(found, request.access.role)) return {};
    const { title, url, topic, about, role } = found;
    return { title, url, topic, about, role };
  },
  async run({ id, title, url, topic, about, role }, context) {
    const before = id === null ? null : await theLink(id, context);
    const said = {
      title: tidied(title ?? before?.title),
      url: tidied(url ?? before?.url),
      topic: tidied(topic ?? before?.topic),
      about: tidied(about ?? before?.about),
    };
    const missing = Object.entries(said).flatMap(([part, text]) => (text === "" ? [part] : []));
    if (missing.length > 0) return stillNeeded(missing, context);
    const wish: LinkWish = {
      title: notLonger("title", said.title, LONGEST_TITLE),
      url: linkAddress(said.url),
      topic: notLonger("topic", said.topic, LONGEST_TITLE),
      about: notLonger("about", said.about, LONGEST_ABOUT),
      role: role ?? before?.role ?? "coordinator",
    };
    return before === null ? add(wish, context) : change(before, wish, context);
  },
});

const tidied = (said: string | null | undefined): string => said?.replace(/\s+/g, " ").trim() ?? "";

const stillNeeded = (missing: readonly string[], { command, line }: CommandContext): Ask => ({
  kind: "ask",
  text: `A link still needs ${missing.map((part) => `${part}:`).join(", ")}. Nothing was changed.`,
  command,
  line,
  missing,
  choices: [],
  sensitivity: "open",
});

/** @throws PolarisError argument_invalid */
function notLonger(what: string, text: string, longest: number): string {
  if (text.length > longest)
    throw new PolarisError(
      "argument_invalid",
      `Expected ${longest} characters for ${what}: at most, but got ${text.length}. Nothing was changed.`,
    );
  return text;
}

/** @throws PolarisError not_found, also for a link that the asker may not see */
async function theLink(id: string, { pool, request }: CommandContext): Promise<QuickLink> {
  const found = /^\d{1,9}$/.test(id) ? await linkWithId(pool, Number(id)) : null;
  if (found === null || found.removedAt !== null || !maySeeLink(found, request.access.role))
    throw new PolarisError("not_found", `There is no link “${id}”. Expected a number that “links” shows.`, {
      suggestions: [{ label: "Show the links", line: "links" }],
    });
  return found;
}

async function add(wish: LinkWish, context: CommandContext): Promise<Reply> {
  const { pool, request } = context;
  const id = await pool.transaction(async (tx) => {
    const made = await addLink(tx, wish, { by: request.actor.id, now: request.now });
    await context.auditInside(tx, { link: made, topic: wish.topic });
    return made;
  });
  return kept(`“${wish.title}” is kept under ${wish.topic}.`, wish, [
    { label: "Undo", line: `link remove ${id}`, does: "run", sensitivity: "open" },
  ]);
}

async function change(before: QuickLink, wish: LinkWish, context: CommandContext): Promise<Reply> {
  const { pool, request } = context;
  const isDone = await pool.transaction(async (tx) => {
    const done = await editLink(tx, before.id, wish, { by: request.actor.id, now: request.now });
    await context.auditInside(tx, { link: before.id, topic: wish.topic });
    return done;
  });
  if (!isDone) throw new PolarisError("not_found", `“${before.title}” was removed meanwhile. Nothing was changed.`);
  const { title, url, topic, about, role } = before;
  const undo = lineOf("link", { title, url, topic, about, role, id: before.id });
  return kept(`“${wish.title}” was changed.`, wish, [{ label: "Undo", line: undo, does: "run", sensitivity: "open" }]);
}

const kept = (text: string, { url, topic, about }: LinkWish, undo: readonly Action[]): Reply =>
  reply({
    title: "Quick link",
    text,
    sensitivity: "open",
    facts: [
      fact("url", "Address", url, "text", "open"),
      fact("topic", "Topic", topic, "text", "open"),
      fact("about", "What it is for", about, "text", "open"),
    ],
    actions: [...undo, { label: "All links", line: "links", does: "run", sensitivity: "open" }],
  });
