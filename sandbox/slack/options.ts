import type { Clock } from "./state/clock.js";
import type { AppDefinition, WorkspaceData } from "./workspace.js";

/** How the app gets what happens: over its WebSocket, or as signed requests to its URL. */
export type DeliveryOption = { readonly mode: "socket" } | { readonly mode: "http"; readonly requestUrl: string };

export interface SlackOptions {
  readonly data: WorkspaceData;
  readonly app: AppDefinition;
  readonly delivery: DeliveryOption;
  readonly tokens: { readonly botToken: string; readonly appToken: string; readonly signingSecret: string };
  readonly clock: Clock;
  /** How long the app may take to acknowledge, in ms. Slack: 3000. */
  readonly ackLimitMs: number;
  /** How long an uploaded picture is "being processed" and refused as slack_file, in ms of the clock. */
  readonly fileProcessingMs: number;
  /** Waits before each new delivery of an event that was not acknowledged, in ms of the clock. */
  readonly retryDelaysMs: readonly number[];
  /** False answers plan_upgrade_required to user group calls, as a free workspace does. */
  readonly userGroupsPlan: boolean;
  /** Folder of the console page's files, or null for none. */
  readonly pageFolder: string | null;
}
