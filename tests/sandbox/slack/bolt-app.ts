import { App, type AppOptions, LogLevel } from "@slack/bolt";
import { freePort } from "../../../bin/free-port.mjs";
import { POLARIS_APP, type SlackOptions, SlackWorkspace } from "../../../sandbox/slack/index.js";

export type BoltApp = App;

export const ROBIN = "U0ROBIN0001";
export const SASHA = "U0SASHA0001";
export const GUEST = "U0GUEST0001";
export const STRANGER = "U0OTHER0001";
export const GENERAL = "C0GENERAL01";
export const QUIET = "C0QUIET0001";
export const SECRET = "C0SECRET001";
export const OLD = "C0OLD000001";
export const STAFF = "S0STAFF0001";

const person = (id: string, name: string, changes: { is_restricted?: boolean; team_id?: string } = {}) => ({
  id,
  name,
  real_name: `${name.charAt(0).toUpperCase()}${name.slice(1)} Vale`,
  team_id: "T0SANDBOX01",
  is_restricted: false,
  is_bot: false,
  tz: "America/Chicago",
  ...changes,
});
const channel = (id: string, name: string, members: readonly string[], changes = {}) => ({
  id,
  name,
  is_private: false,
  is_ext_shared: false,
  is_archived: false,
  members,
  ...changes,
});

export const DATA = {
  team: { id: "T0SANDBOX01", name: "Sandbox", domain: "sandbox" },
  users: [
    person(ROBIN, "robin"),
    person(SASHA, "sasha"),
    person(GUEST, "gale", { is_restricted: true }),
    person(STRANGER, "ozan", { team_id: "T0ELSEWHERE" }),
  ],
  channels: [
    channel(GENERAL, "general", [ROBIN, SASHA, POLARIS_APP.bot_user_id]),
    channel(QUIET, "quiet", [ROBIN]),
    channel(SECRET, "secret", [ROBIN], { is_private: true }),
    channel(OLD, "old", [ROBIN, POLARIS_APP.bot_user_id], { is_archived: true }),
  ],
  userGroups: [{ id: STAFF, handle: "staff", name: "Staff", users: [ROBIN] }],
};

export const APP = {
  ...POLARIS_APP,
  shortcuts: [
    { callback_id: "report", name: "Report", description: "Build a report", type: "global" as const },
    { callback_id: "import", name: "Import", description: "Import a file", type: "message" as const },
  ],
  scopes: [...POLARIS_APP.scopes, "reactions:write", "channels:history"],
};

/** A workspace and an unmodified Bolt app that is connected to it; `stop` ends both. */
export async function boltIn(
  mode: "socket" | "http",
  listeners: (app: BoltApp) => void,
  options: Partial<SlackOptions> = {},
  appOptions: Partial<AppOptions> = {},
): Promise<{ readonly slack: SlackWorkspace; readonly app: BoltApp; readonly stop: () => Promise<void> }> {
  const port = mode === "http" ? await freePort() : 0;
  const slack = new SlackWorkspace({
    data: DATA,
    app: APP,
    delivery: mode === "socket" ? { mode } : { mode, requestUrl: `http://127.0.0.1:${port}/slack/events` },
    pageFolder: null,
    ...options,
  });
  await slack.listen();
  const app = new App({
    token: "xoxb-sandbox",
    logLevel: LogLevel.ERROR,
    clientOptions: { slackApiUrl: slack.apiUrl, retryConfig: { retries: 2, minTimeout: 10, maxTimeout: 20 } },
    ...(mode === "socket"
      ? { socketMode: true, appToken: "xapp-sandbox" }
      : { signingSecret: "sandbox-signing-secret" }),
    ...appOptions,
  });
  listeners(app);
  await (mode === "socket" ? app.start() : app.start(port));
  if (mode === "socket") await slack.connected();
  return {
    slack,
    app,
    stop: async () => {
      await app.stop();
      await slack.close();
    },
  };
}
