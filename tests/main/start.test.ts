import { createServer } from "node:http";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { SAMPLE_PEOPLE } from "../../sandbox/sample/index.js";
import { SlackWorkspace } from "../../sandbox/slack/index.js";
import { ask } from "../doors/slack/looking.js";
import { openSetting, type Setting } from "./setting.js";

let setting: Setting | null = null;
afterEach(async () => {
  await setting?.close();
  setting = null;
});

const refusalOf = (start: Promise<unknown>): Promise<{ code: string; message: string }> =>
  start.then(
    () => {
      throw new Error("it started");
    },
    (error: unknown) => {
      if (!(error instanceof Error) || !("code" in error)) throw error;
      return { code: String(error.code), message: error.message };
    },
  );

describe("a start that is refused", () => {
  it("names the variable that is missing or wrong, and what was expected", async () => {
    setting = await openSetting();
    const cases: [Record<string, string | undefined>, string][] = [
      [{ SLACK_BOT_TOKEN: undefined }, "SLACK_BOT_TOKEN: expected a bot token, xoxb-…; it is not set."],
      [
        { SLACK_BOT_TOKEN: "xoxp-user" },
        "SLACK_BOT_TOKEN: expected a bot token, xoxb-…; what came does not look like that.",
      ],
      [
        { SLACK_APP_TOKEN: undefined, PORT: "3000" },
        "SLACK_SIGNING_SECRET: expected the signing secret of the Slack app; it is not set.",
      ],
      [
        { SLACK_APP_TOKEN: undefined, SLACK_SIGNING_SECRET: "s" },
        "PORT: expected a port number, as in 3000; it is not set.",
      ],
      [
        { SALESFORCE_LOGIN_URL: undefined },
        "SALESFORCE_LOGIN_URL: expected your My Domain address, as in https://example.my.salesforce.com; it is not set.",
      ],
      [
        { SALESFORCE_CLIENT_SECRET: undefined, SALESFORCE_USERNAME: "bot@example.org" },
        "SALESFORCE_PRIVATE_KEY_FILE: expected a readable PEM file; it is not set.",
      ],
      [
        { SLACK_BOT_TOKEN: "xoxb-of-another-app" },
        "Slack does not accept SLACK_BOT_TOKEN (invalid_auth). Expected the bot token of this app.",
      ],
      [
        { NODE_ENV: "production" },
        "POLARIS_MODE: expected production, because NODE_ENV is production; sandbox came. Sample data never runs in production.",
      ],
    ];
    for (const [change, message] of cases)
      expect(await refusalOf(setting.start(change))).toEqual({
        code: message.startsWith("Slack") ? "slack_refused" : "configuration_invalid",
        message,
      });
  });

  it("names the app token that Slack does not accept, and a port that is taken", async () => {
    setting = await openSetting();
    const refused = await refusalOf(setting.start({ SLACK_APP_TOKEN: "xapp-of-another-app" }));
    expect(refused).toEqual({
      code: "slack_refused",
      message:
        "Slack does not accept SLACK_APP_TOKEN (invalid_auth). Expected an app-level token of this app with connections:write.",
    });
    const neighbour = createServer();
    await new Promise<void>((resolve) => neighbour.listen(0, "127.0.0.1", resolve));
    const address = neighbour.address();
    const port = typeof address === "object" && address !== null ? String(address.port) : "";
    expect((await refusalOf(setting.start({ OPS_PORT: port }))).message).toBe(
      `Polaris cannot listen on the port in OPS_PORT, ${port} (EADDRINUSE). Expected a free port.`,
    );
    expect(setting.slack.connections).toBe(0);
    const overHttp = { SLACK_APP_TOKEN: undefined, SLACK_SIGNING_SECRET: "sandbox-signing-secret", PORT: port };
    expect((await refusalOf(setting.start(overHttp))).message).toBe(
      `Polaris cannot listen on the port in PORT, ${port} (EADDRINUSE). Expected a free port.`,
    );
    await new Promise((resolve) => neighbour.close(resolve));
  });

  it("asks for an administrator", async () => {
    setting = await openSetting({
      environment: { POLARIS_MODE: "production" },
      configuration: { slack: { admins: [], roleGroups: {} } },
    });
    const { code, message } = await refusalOf(setting.start());
    expect(code).toBe("configuration_invalid");
    expect(message).toMatch(
      /^slack\.admins in .*organization\.yml names nobody\. Expected at least one Slack user id, so that somebody can give roles\.$/,
    );
  });
});

describe("a start on a pool that was filled before", () => {
  let filled: Setting;
  beforeAll(async () => {
    filled = await openSetting();
    await (await filled.start()).stop();
  });
  afterAll(() => filled.close());

  it("keeps a pool of sample data out of production, and the other way round", async () => {
    expect(await refusalOf(filled.start({ POLARIS_MODE: "production" }))).toEqual({
      code: "pool_of_another_source",
      message:
        "This pool was filled from another mode (sandbox or production): expected sandbox, but DATABASE_URL leads to production. Point DATABASE_URL back, or use an empty pool (DATABASE_URL).",
    });
  });

  it("keeps a pool to the Salesforce org and the Slack team it was filled from", async () => {
    const otherOrg = await openSetting({ orgId: "00DPL0000000OTH" });
    const refused = await refusalOf(filled.start({ SALESFORCE_LOGIN_URL: otherOrg.org.url }));
    expect(refused.code).toBe("pool_of_another_source");
    expect(refused.message).toMatch(
      /^This pool was filled from another Salesforce org: expected 00DPL0000000SBX\w*, but SALESFORCE_LOGIN_URL leads to 00DPL0000000OTH/,
    );
    await otherOrg.close();

    const team = { ...SAMPLE_PEOPLE.team, id: "T0ANOTHER1" };
    const users = SAMPLE_PEOPLE.users.map((user) =>
      user.team_id === SAMPLE_PEOPLE.team.id ? { ...user, team_id: team.id } : user,
    );
    const otherTeam = new SlackWorkspace({ data: { ...SAMPLE_PEOPLE, team, users }, pageFolder: null });
    await otherTeam.listen(0);
    expect(await refusalOf(filled.start({ SLACK_API_URL: otherTeam.apiUrl }))).toEqual({
      code: "pool_of_another_source",
      message:
        "This pool was filled from another Slack team: expected T0SAMPLE01, but SLACK_BOT_TOKEN leads to T0ANOTHER1. Point SLACK_BOT_TOKEN back, or use an empty pool (DATABASE_URL).",
    });
    await otherTeam.close();
  });

  it("without Salesforce answers from the pool, and says what is wrong when it is to sync", async () => {
    filled.org.refuseLogin({ error: "invalid_client", description: "invalid client credentials" } as never);
    await filled.start();
    await filled.slack.connected();
    const seen = await ask(filled.slack.as("U0STAFF01"), "volunteers skill:stem", "C0GENERAL1");
    expect(seen.ephemerals.at(-1)?.text).toMatch(/^\d+ volunteers for skill stem/);
  });
});
