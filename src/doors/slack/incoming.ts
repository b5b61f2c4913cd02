import { createWriteStream } from "node:fs";
import { mkdir, rm } from "node:fs/promises";
import path from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { WebClient } from "@slack/web-api";
import { type Log, newRequestId, PolarisError, type Settings } from "../../runtime/index.js";
import { createSlackClient } from "./app.js";
import { slackErrorCode } from "./upload.js";

const DOWNLOAD_MILLISECONDS = 120_000;

/** A file of Slack's, fetched. */
export interface IncomingFile {
  readonly name: string;
  readonly path: string;
  readonly bytes: number;
  /** Removes it from this machine. */
  close(): Promise<void>;
}

export interface IncomingParts {
  readonly slack: Settings["slack"];
  /** Where files stand while they are read. */
  readonly folder: string;
  readonly log: Log;
  /** The refusal of a file of this size, or null when it may come. */
  readonly tooLarge: (name: string, bytes: number) => PolarisError | null;
}

/**
 * Fetches an uploaded file by its id.
 * @throws PolarisError not_found, slack_refused, slack_unreachable, file_unreadable, file_too_large
 */
export async function fetchSlackFile(parts: IncomingParts, id: string, signal: AbortSignal): Promise<IncomingFile> {
  const facts = await factsOf(createSlackClient(parts.slack, parts.log), id);
  const refusal = parts.tooLarge(facts.name, facts.bytes);
  if (refusal !== null) throw refusal;
  await mkdir(parts.folder, { recursive: true });
  const target = path.join(parts.folder, `${id}-${newRequestId()}`);
  const close = () => rm(target, { force: true });
  try {
    const bytes = await download(parts, facts, target, signal);
    return { name: facts.name, path: target, bytes, close };
  } catch (thrown) {
    await close();
    throw thrown;
  }
}

interface Facts {
  readonly name: string;
  readonly bytes: number;
  readonly type: string;
  readonly address: string;
}

async function factsOf(client: WebClient, id: string): Promise<Facts> {
  const { file } = await client.files.info({ file: id }).catch((cause: unknown) => {
    throw refusedInfo(slackErrorCode(cause), cause);
  });
  const name = file?.name ?? file?.title ?? id;
  const address = file?.url_private_download ?? file?.url_private;
  if (file?.is_external === true || address === undefined)
    throw new PolarisError(
      "file_unreadable",
      `“${name}” is a link to another place, not a file that Slack keeps. Download it there as .xlsx or .csv, and upload that file.`,
    );
  return { name, bytes: file?.size ?? 0, type: file?.mimetype ?? "", address };
}

const NO_SCOPE =
  "Slack does not let Polaris read files. Expected the permission files:read: an administrator adds it to the app (see manifest.yml) and installs it again.";

function refusedInfo(code: string | null, cause: unknown): PolarisError {
  if (code === null)
    return new PolarisError("slack_unreachable", "Slack does not say what file this is. Please try again.", { cause });
  if (code === "missing_scope") return new PolarisError("slack_refused", NO_SCOPE, { cause });
  return new PolarisError(
    "not_found",
    `Polaris does not see this file (${code}): it was deleted, or stands in a channel that Polaris is not in. Invite @Polaris there, or type /polaris import and upload the file.`,
    { cause },
  );
}

async function download(
  { slack, tooLarge }: IncomingParts,
  { name, address, type }: Facts,
  target: string,
  signal: AbortSignal,
): Promise<number> {
  const answer = await fetch(trusted(address, slack), {
    headers: { authorization: `Bearer ${slack.botToken}` },
    signal: AbortSignal.any([signal, AbortSignal.timeout(DOWNLOAD_MILLISECONDS)]),
  }).catch((cause: unknown) => {
    throw interrupted(name, cause);
  });
  const isPage = /^text\/html\b/i.test(answer.headers.get("content-type") ?? "") && !type.startsWith("text/html");
  if (isPage || answer.body === null) {
    await answer.body?.cancel();
    throw new PolarisError("slack_refused", `Slack answered with a page to sign in instead of “${name}”. ${NO_SCOPE}`);
  }
  if (!answer.ok) {
    await answer.body.cancel();
    throw new PolarisError(
      "slack_unreachable",
      `Slack did not hand out “${name}” (status ${answer.status}). Please try again.`,
    );
  }
  let bytes = 0;
  const source = Readable.fromWeb(answer.body as Parameters<typeof Readable.fromWeb>[0]);
  async function* counted(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
    for await (const chunk of chunks) {
      bytes += chunk.length;
      const refusal = tooLarge(name, bytes);
      if (refusal !== null) throw refusal;
      yield chunk;
    }
  }
  await pipeline(source, counted, createWriteStream(target, { mode: 0o600 })).catch((cause: unknown) => {
    throw cause instanceof PolarisError ? cause : interrupted(name, cause);
  });
  return bytes;
}

const interrupted = (name: string, cause: unknown): PolarisError =>
  new PolarisError("slack_unreachable", `“${name}” could not be fetched from Slack to its end. Please try again.`, {
    cause,
  });

/** The token goes to Slack alone: to slack.com, or where this workspace's API is. */
function trusted(address: string, { apiUrl }: Settings["slack"]): URL {
  const url = new URL(address);
  const isSlacks = url.protocol === "https:" && (url.hostname === "slack.com" || url.hostname.endsWith(".slack.com"));
  if (isSlacks || url.origin === new URL(apiUrl).origin) return url;
  throw new PolarisError("slack_refused", "Slack named an address for this file that is not Slack's own.");
}
