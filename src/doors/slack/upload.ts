import { readFile, rm } from "node:fs/promises";
import { setTimeout as pause } from "node:timers/promises";
import {
  ErrorCode,
  type FilesCompleteUploadExternalArguments,
  type KnownBlock,
  type WebAPIPlatformError,
  type WebClient,
} from "@slack/web-api";
import type { PreparedFile } from "./model.js";
import { smallPrint, spoken } from "./words.js";

/** Slack looks into an uploaded picture before a block may show it; these are the waits between attempts. */
export const PROCESSING_WAITS = [250, 500, 1_000, 2_000, 4_000];

export const slackErrorCode = (error: unknown): string | null =>
  error instanceof Error && "code" in error && error.code === ErrorCode.PlatformError
    ? (error as WebAPIPlatformError).data.error
    : null;

interface Share {
  readonly channel: string;
  readonly threadTs?: string;
  readonly comment?: string;
}

/** Uploads a file, into a channel when one is given, and removes it from disk in any case. Gives Slack's id of it. */
export async function uploadFile(client: WebClient, file: PreparedFile, share?: Share): Promise<string> {
  const bytes = await readFile(file.path).finally(() => discardFile(file));
  const ticket = await client.files.getUploadURLExternal({ filename: file.name, length: bytes.length });
  if (!ticket.upload_url || !ticket.file_id) throw new Error("Slack gave no upload address");
  const form = new FormData();
  form.append("filename", new Blob([new Uint8Array(bytes)]), file.name);
  const sent = await fetch(ticket.upload_url, { method: "POST", body: form, signal: AbortSignal.timeout(60_000) });
  if (!sent.ok) throw new Error(`Slack refused the upload of a file with status ${sent.status}`);
  const files: FilesCompleteUploadExternalArguments["files"] = [{ id: ticket.file_id, title: file.title }];
  await client.files.completeUploadExternal(share ? { files, ...destination(share) } : { files });
  return ticket.file_id;
}

/** Removes a file that is not to be sent: what was made for one answer never outlives it. */
export const discardFile = (file: PreparedFile): Promise<void> => rm(file.path, { force: true });

function destination(share: Share) {
  const comment = share.comment ? { initial_comment: spoken(share.comment) } : {};
  return share.threadTs
    ? { channel_id: share.channel, thread_ts: share.threadTs, ...comment }
    : { channel_id: share.channel, ...comment };
}

/**
 * Posts a chart as an image block with its alt text (the upload call itself loses alt text), waiting out Slack's
 * processing of the picture.
 */
export async function postChart(
  client: WebClient,
  file: PreparedFile,
  where: { readonly channel: string; readonly threadTs?: string },
): Promise<void> {
  const id = await uploadFile(client, file);
  const { altText, takeaway, footer } = file.chart ?? { altText: file.title, takeaway: file.title, footer: null };
  const blocks: KnownBlock[] = [
    { type: "section", text: { type: "plain_text", text: takeaway.slice(0, 3000), emoji: false } },
    { type: "image", slack_file: { id }, alt_text: altText.slice(0, 2000) },
    ...(footer === null ? [] : [smallPrint(footer)]),
  ];
  for (const wait of [...PROCESSING_WAITS, null]) {
    try {
      await client.chat.postMessage({
        channel: where.channel,
        text: spoken(`${takeaway} ${altText}`),
        blocks,
        unfurl_links: false,
        unfurl_media: false,
        ...(where.threadTs ? { thread_ts: where.threadTs } : {}),
      });
      return;
    } catch (error) {
      if (slackErrorCode(error) !== "invalid_blocks" || wait === null) throw error;
      await pause(wait);
    }
  }
}
