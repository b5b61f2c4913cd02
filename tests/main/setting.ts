import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { parse, stringify } from "yaml";
import type { GoogleCloud } from "../../sandbox/google/index.js";
import { sampleCloud } from "../../sandbox/google-sample.js";
import { MailServer } from "../../sandbox/mail/index.js";
import { SalesforceOrg } from "../../sandbox/salesforce/index.js";
import { generateFiles, generateOrganization, SAMPLE_PEOPLE } from "../../sandbox/sample/index.js";
import { POLARIS_APP, SANDBOX_TOKENS, type SlackOptions, SlackWorkspace } from "../../sandbox/slack/index.js";
import { localDay } from "../../src/domain/index.js";
import { openPolaris } from "../../src/main.js";

/** The people of the sample workspace, by what they are. */
export const ADMIN = "U0ADMIN01";
export const STAFF = "U0STAFF01";
export const OTHER_STAFF = "U0STAFF02";
export const COORDINATOR = "U0COORD01";
export const DISTRICT_VIEWER = "U0DISTR01";
export const GUEST = "U0GUEST01";
export const STRANGER = "U0NOBODY1";
export const FOREIGNER = "U0FOREIGN";

/** Public; private and trusted with names; for alerts; shared with another workspace. */
export const GENERAL = "C0GENERAL1";
export const MANAGERS = "C0MANAGERS";
export const ALERTS = "C0PALERTS1";
export const PARTNERS = "C0PARTNERS";

const COMPANY_REPORT = {
  callback_id: "company_report",
  name: "Company report",
  description: "What one organisation's volunteers did",
  type: "global",
} as const;

const IMPORT_FILE = {
  callback_id: "import_file",
  name: "Import this file",
  description: "Takes in a table from this message",
  type: "message",
} as const;

export type SampleRows = ReturnType<typeof generateOrganization>;
export const TODAY = localDay(new Date().toISOString(), "America/Chicago");

let sample: SampleRows | null = null;
/** The sample organisation, made once: nobody changes its rows. */
export function sampleRows(): SampleRows {
  sample ??= generateOrganization({ seed: 816, size: 1, today: TODAY });
  return sample;
}

type Environment = Record<string, string | undefined>;

export interface SettingOptions {
  readonly slack?: Partial<SlackOptions>;
  /** What to load into Salesforce; the sample organisation unless told. */
  readonly rows?: SampleRows;
  readonly environment?: Environment;
  /** Changes to the sample organization.yml, by path of keys from the top. */
  readonly configuration?: Readonly<Record<string, unknown>>;
  readonly orgId?: string;
  /** With Google's sheets and Analytics, as the sample organisation keeps them. */
  readonly google?: boolean;
  /** With a mail server, and an address for alerts. */
  readonly mail?: boolean;
}

/** A Slack, a Salesforce and a folder of their own, Google and mail where asked for; Polaris is started on them by `start`. */
export interface Setting {
  readonly slack: SlackWorkspace;
  readonly org: SalesforceOrg;
  /** Null unless asked for. */
  readonly google: GoogleCloud | null;
  readonly mail: MailServer | null;
  readonly folder: string;
  readonly environment: Environment;
  start(change?: Environment): Promise<{ stop(): Promise<void> }>;
  close(): Promise<void>;
}

export async function openSetting(options: SettingOptions = {}): Promise<Setting> {
  const folder = mkdtempSync(path.join(os.tmpdir(), "polaris-bot-"));
  const org = new SalesforceOrg(options.orgId === undefined ? {} : { orgId: options.orgId });
  const rows = options.rows ?? sampleRows();
  org.load(rows);
  await org.listen();
  const slack = new SlackWorkspace({
    data: SAMPLE_PEOPLE,
    app: { ...POLARIS_APP, shortcuts: [COMPANY_REPORT, IMPORT_FILE] },
    pageFolder: null,
    ...options.slack,
  });
  await slack.listen(0);
  const google = options.google ? await listeningGoogle(rows, folder) : null;
  const mail = options.mail ? new MailServer() : null;
  await mail?.listen();
  const environment: Environment = {
    POLARIS_MODE: "sandbox",
    POLARIS_DATA_DIR: folder,
    POLARIS_CONFIG: configurationIn(folder, options.configuration ?? {}),
    SLACK_BOT_TOKEN: SANDBOX_TOKENS.botToken,
    SLACK_APP_TOKEN: SANDBOX_TOKENS.appToken,
    SLACK_API_URL: slack.apiUrl,
    SALESFORCE_LOGIN_URL: org.url,
    SALESFORCE_CLIENT_ID: "polaris-sandbox",
    SALESFORCE_CLIENT_SECRET: "sandbox-secret",
    LOG_LEVEL: process.env.LOG_LEVEL ?? "silent",
    ...google?.environment,
    ...(mail === null ? {} : { SMTP_URL: mail.url, ALERT_EMAIL_TO: "alerts@sample.example" }),
    ...options.environment,
  };
  const running = new Set<{ stop(): Promise<void> }>();
  return {
    slack,
    org,
    google: google?.cloud ?? null,
    mail,
    folder,
    environment,
    async start(change = {}) {
      const polaris = await openPolaris({ ...environment, ...change }, () => undefined);
      running.add(polaris);
      return {
        async stop() {
          if (running.delete(polaris)) await polaris.stop();
        },
      };
    },
    async close() {
      for (const polaris of running) await polaris.stop();
      await Promise.all([slack.close(), org.close(), google?.cloud.close(), mail?.close()]);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function listeningGoogle(
  rows: SampleRows,
  folder: string,
): Promise<{ readonly cloud: GoogleCloud; readonly environment: Environment }> {
  const { cloud, account } = sampleCloud(generateFiles(rows, { seed: 816, today: TODAY }));
  await cloud.listen();
  const keyFile = path.join(folder, "google-service-account.json");
  writeFileSync(keyFile, account.keyFile, { mode: 0o600 });
  return { cloud, environment: { GOOGLE_SERVICE_ACCOUNT_FILE: keyFile, GOOGLE_API_ROOT_URL: cloud.url } };
}

function configurationIn(folder: string, changes: Readonly<Record<string, unknown>>): string {
  // Without the sign-up service, which the sandbox alone starts, and without the port of its pages, which one test alone could have.
  const {
    signUps: _,
    web: __,
    ...whole
  } = parse(readFileSync("sandbox/organization.yml", "utf8")) as Record<string, unknown>;
  for (const [key, change] of Object.entries(changes)) {
    const before = whole[key];
    whole[key] = isMap(before) && isMap(change) ? { ...before, ...change } : change;
  }
  const file = path.join(folder, "organization.yml");
  writeFileSync(file, stringify(whole));
  return file;
}

const isMap = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** A setting with one Polaris that runs and is connected. */
export async function runningSetting(options: SettingOptions = {}): Promise<Setting> {
  const setting = await openSetting(options);
  await setting.start();
  if (options.slack?.delivery?.mode !== "http") await setting.slack.connected();
  return setting;
}
