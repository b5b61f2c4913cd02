import type { ConsoleEvent } from "../../slack/console-types.js";

export interface StreamListener {
  /** Open, for the first time or again: what happened meanwhile was missed, so fetch. */
  opened(): void;
  lost(): void;
  happened(event: ConsoleEvent): void;
}

/** The person's stream of events. Answers how to close it. */
export function openStream(user: string, listener: StreamListener): () => void {
  const stream = new EventSource(`/console/events?user=${encodeURIComponent(user)}`);
  stream.addEventListener("open", () => listener.opened());
  stream.addEventListener("error", () => listener.lost());
  stream.addEventListener("message", ({ data }) => listener.happened(JSON.parse(String(data)) as ConsoleEvent));
  return () => stream.close();
}
