import type {
  ConsoleAction,
  ConsoleActionResult,
  ConsoleLog,
  ConsoleMessages,
  ConsoleRaw,
  ConsoleState,
  ConsoleUploadResult,
} from "../../slack/console-types.js";

/** The calls of the workspace server (sandbox/slack/console-api.md). Each throws when there is no server to answer. */
export function fetchState(user: string | null): Promise<ConsoleState> {
  return read(`/console/api/state${user === null ? "" : `?${query({ user })}`}`);
}

export function fetchMessages(user: string, channel: string): Promise<ConsoleMessages> {
  return read(`/console/api/messages?${query({ user, channel })}`);
}

export function fetchRaw(user: string, key: string): Promise<ConsoleRaw> {
  return read(`/console/api/raw?${query({ user, key })}`);
}

export function fetchLog(): Promise<ConsoleLog> {
  return read("/console/api/log?limit=100");
}

export async function act(action: ConsoleAction): Promise<ConsoleActionResult> {
  const body = JSON.stringify(action);
  const headers = { "content-type": "application/json" };
  try {
    return (await (await fetch("/console/api/act", { method: "POST", headers, body })).json()) as ConsoleActionResult;
  } catch {
    return { ok: false, error: "no_server", text: "The sandbox does not answer. Is it still running?" };
  }
}

export async function upload(user: string, file: File): Promise<ConsoleUploadResult> {
  const address = `/console/api/upload?${query({ user, name: file.name })}`;
  const headers = { "content-type": file.type || "application/octet-stream" };
  try {
    return (await (await fetch(address, { method: "POST", headers, body: file })).json()) as ConsoleUploadResult;
  } catch {
    return { ok: false, error: "no_server", text: `${file.name} could not be uploaded.` };
  }
}

async function read<Answer>(address: string): Promise<Answer> {
  const response = await fetch(address);
  if (!response.ok) throw new Error(`${address} answered ${response.status}`);
  return (await response.json()) as Answer;
}

function query(parts: Readonly<Record<string, string>>): string {
  return new URLSearchParams(parts).toString();
}
