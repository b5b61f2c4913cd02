import { createHash } from "node:crypto";
import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import type { KnownBlock } from "@slack/web-api";
import { type Access, accessIn, type Failure, holds, type Outcome, type Place } from "./command/index.js";
import type { PreparedFile, SlackAnswer, SlackMessage, SlackRequest } from "./doors/index.js";
import {
  type BlockOptions,
  footerSentence,
  type Reply,
  redact,
  renderAskBlocks,
  renderBlocks,
  renderChart,
  renderCsvFiles,
  renderFailureBlocks,
  renderFallback,
  renderTableBlocks,
  renderWorkbook,
  reply,
  type Sensitivity,
} from "./reply/index.js";
import type { Piece } from "./schedule/index.js";

export interface Renderer {
  /** Where files stand until they are uploaded. */
  readonly folder: string;
  readonly timeZone: string;
  /** Keeps lines too long for a button, under their key. */
  readonly lines: { key: string; line: string }[];
}

/** A key for a line: the same line gives the same key. */
export function keyOf(line: string): string {
  return createHash("sha256").update(line).digest("base64url").slice(0, 24);
}

/** What did not work, in words, with the corrected lines as buttons. */
export function failedMessage(failure: Failure, options: Pick<BlockOptions, "store"> = {}): SlackMessage {
  return plainly(renderFailureBlocks(failure, options));
}

/** What a person in Slack gets to see of an outcome, rendered for the place it was asked at. */
export async function answerOf(
  outcome: Exclude<Outcome, { kind: "ask" }>,
  request: SlackRequest,
  access: Access,
  renderer: Renderer,
): Promise<SlackAnswer> {
  const store = storeIn(renderer);
  if (outcome.kind === "failed") return { kind: "failed", message: failedMessage(outcome.failure, { store }) };
  const { reply } = outcome;
  const reader = accessIn(outcome, access);
  const here = holds(reader, request.place);
  const alone = holds(reader, { ...request.place, isPrivate: true });
  // At a place that others read, what only the asker may see is whispered to them whole. Where names are trusted, the rest
  // is left out instead, as it is from what is shared.
  const { isPrivate, isTrusted } = request.place;
  const isPersonal =
    !isPrivate && !isTrusted && sensitivitiesOf(reply).some((s) => !here.includes(s) && alone.includes(s));
  const held = isPersonal && request.charts ? alone : here;
  const options: BlockOptions = {
    holds: held,
    // The answer of a line that changes things is shown once: no button of its own runs that line again.
    ...(outcome.effect === "read" ? { line: request.line } : {}),
    store,
    timeZone: renderer.timeZone,
    canShare: request.sharesTo !== null && outcome.effect === "read",
    ...(isPrivate || held === alone ? { because: "not shown to your role" } : {}),
    ...(outcome.studentsInSheet && (isPrivate || held === alone)
      ? { becauseOfStudents: "shown in a Google Sheet alone: add as:sheet" }
      : {}),
    ...(request.table === null ? {} : { table: request.table }),
    ...(request.place.kind === "slash" && request.charts && reply.charts.length > 0
      ? { chartsElsewhere: "The chart is in your direct messages." }
      : {}),
  };
  const message = messageOf(reply, options);
  const shown = redact(reply, held, options);
  const files = await filesOf(shown, outcome.as, request, renderer);
  return { kind: "reply", message, title: shown.title, files, isPersonal };
}

/** A question back, with its choices as buttons. */
export function questionOf(outcome: Extract<Outcome, { kind: "ask" }>, renderer: Renderer): SlackMessage {
  return plainly(renderAskBlocks(outcome.ask, { holds: outcome.holds, store: storeIn(renderer) }));
}

/** A channel's messages by the clock are for those whose channel it is: staff, as far as the place may hold it. */
const FOR_THE_CHANNEL: Access = { role: "staff", districts: [] };

/** A reply of the clock (its JSON) for a channel: its message, and its charts as pictures. */
export async function renderParcel(
  payload: string,
  place: Place,
  renderer: Renderer,
): Promise<{ message: SlackMessage; charts: PreparedFile[]; files: PreparedFile[] }> {
  const piece = JSON.parse(payload) as Parameters<typeof reply>[0] & Partial<Pick<Piece, "shows" | "as" | "line">>;
  const whole = reply(piece);
  const held = holds(FOR_THE_CHANNEL, place);
  // Where its own words may not stand, neither may the line that repeats them.
  const line = held.includes(whole.sensitivity) ? piece.line : undefined;
  const options: BlockOptions = {
    holds: held,
    store: storeIn(renderer),
    timeZone: renderer.timeZone,
    ...(line === undefined ? {} : { line }),
  };
  if (piece.shows === "file") {
    const files = await tableFiles(redact(whole, held), piece.as ?? null, keyOf(payload), renderer);
    return { message: messageOf(whole, options), charts: [], files };
  }
  const [table] = piece.shows === "table" ? redact(whole, held).tables : [];
  if (table !== undefined) return { message: plainly(renderTableBlocks(table, options)), charts: [], files: [] };
  return {
    files: [],
    message: messageOf(whole, options),
    charts: await chartsOf(redact(whole, held), keyOf(payload), renderer),
  };
}

const storeIn =
  (renderer: Renderer) =>
  (line: string): string => {
    const key = keyOf(line);
    renderer.lines.push({ key, line });
    return key;
  };

/** A reply's blocks, and its text sections for when Slack refuses them. */
function messageOf(reply: Reply, options: BlockOptions): SlackMessage {
  return { ...plainly(renderBlocks(reply, options)), fallback: plainly(renderFallback(reply, options)).blocks };
}

/** The renderer's blocks are Bolt's types; the client's are the same blocks. */
function plainly(message: { readonly text: string; readonly blocks: readonly unknown[] }): SlackMessage {
  const blocks = message.blocks as readonly KnownBlock[];
  return { text: message.text, blocks, fallback: blocks };
}

function sensitivitiesOf(reply: Reply): Sensitivity[] {
  return [
    reply.sensitivity,
    ...[...reply.facts, ...reply.charts, ...reply.notices].map((part) => part.sensitivity),
    ...reply.tables.flatMap((table) => table.columns.map((each) => each.sensitivity)),
  ];
}

async function filesOf(
  reply: Reply,
  as: string | null,
  request: SlackRequest,
  renderer: Renderer,
): Promise<PreparedFile[]> {
  await mkdir(renderer.folder, { recursive: true });
  const charts = request.charts || as === "chart" || as === "png" ? await chartsOf(reply, request.id, renderer) : [];
  return [...charts, ...(await tableFiles(reply, as, request.id, renderer))];
}

/** The tables of a reply as a workbook or as text files; none where neither is asked for. */
async function tableFiles(reply: Reply, as: string | null, id: string, renderer: Renderer): Promise<PreparedFile[]> {
  await mkdir(renderer.folder, { recursive: true });
  const at = (name: string) => path.join(renderer.folder, `${id}-${name}`);
  if (as === "xlsx") {
    const name = reply.files.find((file) => file.kind === "xlsx")?.name ?? "polaris.xlsx";
    await renderWorkbook(reply, at(name), { timeZone: renderer.timeZone });
    return [{ path: at(name), name, title: reply.title }];
  }
  if (as === "csv") {
    return Promise.all(
      renderCsvFiles(reply, { timeZone: renderer.timeZone }).map(async ({ name, text }) => {
        await writeFile(at(name), text);
        return { path: at(name), name, title: reply.title };
      }),
    );
  }
  return [];
}

async function chartsOf(reply: Reply, id: string, renderer: Renderer): Promise<PreparedFile[]> {
  await mkdir(renderer.folder, { recursive: true });
  const { timeZone } = renderer;
  const footer = reply.provenance === null ? null : footerSentence(reply.provenance, { timeZone });
  const files: PreparedFile[] = [];
  for (const chart of reply.charts) {
    const file = path.join(renderer.folder, `${id}-${files.length}.png`);
    await writeFile(file, await renderChart(chart, footer));
    files.push({
      path: file,
      name: `${chart.key}.png`,
      title: chart.title,
      chart: { altText: chart.altText, takeaway: chart.takeaway, footer },
    });
  }
  return files;
}
