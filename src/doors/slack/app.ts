import { App, HTTPReceiver, type Logger, LogLevel, SocketModeReceiver } from "@slack/bolt";
import { WebClient } from "@slack/web-api";
import type { Log, Settings } from "../../runtime/index.js";

const CALL_TIMEOUT = 10_000;
const RETRIES = 3;
const CONCURRENT_CALLS = 10;
/** Half the library's default: how long the app is deaf when Slack refreshes its only connection. */
const PING_TIMEOUT = 2_500;

/** Bolt speaks through our log; its debug lines may hold payloads and are not passed on. */
function boltLogger(log: Log): Logger {
  const words = (parts: unknown[]) =>
    parts.map((part) => (part instanceof Error ? part.message : String(part))).join(" ");
  return {
    debug: () => undefined,
    info: (...parts) => log.debug({ from: "slack" }, words(parts)),
    warn: (...parts) => log.warn({ from: "slack" }, words(parts)),
    error: (...parts) => log.error({ from: "slack" }, words(parts)),
    setLevel: () => undefined,
    getLevel: () => LogLevel.INFO,
    setName: () => undefined,
  };
}

function clientOptionsOf(slack: Settings["slack"], logger: Logger) {
  return {
    slackApiUrl: slack.apiUrl,
    timeout: CALL_TIMEOUT,
    retryConfig: { retries: RETRIES },
    maxRequestConcurrency: CONCURRENT_CALLS,
    logger,
  };
}

/** A client that tries each call once and says so when it is told to wait: for what must not arrive twice. */
export function createOnceClient(slack: Settings["slack"], log: Log): WebClient {
  const options = clientOptionsOf(slack, boltLogger(log));
  return new WebClient(slack.botToken, { ...options, retryConfig: { retries: 0 }, rejectRateLimitedCalls: true });
}

/** A client of the Web API alone. */
export function createSlackClient(slack: Settings["slack"], log: Log): WebClient {
  return new WebClient(slack.botToken, clientOptionsOf(slack, boltLogger(log)));
}

/** Who Polaris is in its workspace: Bolt takes its own messages out of what it hears by it. */
export interface Identity {
  readonly teamId: string;
  readonly botId: string;
  readonly botUserId: string;
}

/**
 * The Bolt app over Socket Mode or signed HTTP, as the settings say; the listeners are the same. Who it is has been asked
 * before: Bolt's own question is asked in the background, where nobody catches a refusal.
 */
export function createSlackApp(slack: Settings["slack"], identity: Identity, log: Log): App {
  const logger = boltLogger(log);
  const clientOptions = clientOptionsOf(slack, logger);
  const receiver =
    slack.transport.kind === "socket"
      ? new SocketModeReceiver({
          appToken: slack.transport.appToken,
          clientPingTimeout: PING_TIMEOUT,
          logger,
          installerOptions: { clientOptions },
        })
      : new HTTPReceiver({
          signingSecret: slack.transport.signingSecret,
          port: slack.transport.port,
          endpoints: "/slack/events",
          logger,
        });
  const authorization = { ...identity, botToken: slack.botToken };
  return new App({ authorize: async () => authorization, receiver, clientOptions, logger });
}
