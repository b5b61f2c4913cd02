import { readFileSync } from "node:fs";
import path from "node:path";
import { z } from "zod";
import { PolarisError } from "./errors.js";
import { projectRoot } from "./paths.js";

const text = z.string().min(1);
const port = z.coerce.number().int().min(0).max(65_535);
const address = z.url({ protocol: /^https?$/, hostname: /./ });

const EXPECTED: Readonly<Record<string, string>> = {
  DATABASE_URL: "file:./data/polaris.db or postgresql://user@host/database",
  SLACK_BOT_TOKEN: "a bot token, xoxb-…",
  SLACK_APP_TOKEN: "an app-level token with connections:write, xapp-…",
  SLACK_SIGNING_SECRET: "the signing secret of the Slack app",
  PORT: "a port number, as in 3000",
  SLACK_API_URL: "an address, as in https://slack.com/api/",
  SALESFORCE_LOGIN_URL: "your My Domain address, as in https://example.my.salesforce.com",
  SALESFORCE_CLIENT_ID: "the consumer key of the External Client App",
  SALESFORCE_CLIENT_SECRET: "the consumer secret (or SALESFORCE_USERNAME with SALESFORCE_PRIVATE_KEY_FILE)",
  SALESFORCE_USERNAME: "the integration user's name, together with SALESFORCE_PRIVATE_KEY_FILE",
  SALESFORCE_PRIVATE_KEY_FILE: "a readable PEM file",
  SALESFORCE_API_VERSION: "a version, as in 62.0",
  GOOGLE_SERVICE_ACCOUNT_FILE: "the JSON key file of a service account",
  GOOGLE_API_ROOT_URL: "an address, as in https://www.googleapis.com/",
  GOOGLE_EXPORT_FOLDER_ID: "the id of a folder in a Shared Drive",
  SMTP_URL: "an address, as in smtps://user:password@mail.example.org",
  ALERT_EMAIL_TO: "an e-mail address, or several with commas",
  POLARIS_CONFIG: "the path of organization.yml",
  POLARIS_DATA_DIR: "a folder",
  OPS_PORT: "a port number, as in 9400",
  LOG_LEVEL: "one of debug, info, warn, error, silent",
  POLARIS_MODE: "sandbox or production",
};

const environmentSchema = z.object({
  POLARIS_MODE: z.enum(["sandbox", "production"]).default("production"),
  DATABASE_URL: z
    .string()
    .regex(/^(file:.+|postgres(ql)?:\/\/.+)$/)
    .optional(),
  SLACK_BOT_TOKEN: z
    .string()
    .regex(/^xoxb-/)
    .optional(),
  SLACK_APP_TOKEN: z
    .string()
    .regex(/^xapp-/)
    .optional(),
  SLACK_SIGNING_SECRET: text.optional(),
  PORT: port.optional(),
  SLACK_API_URL: address.default("https://slack.com/api/"),
  SALESFORCE_LOGIN_URL: address.optional(),
  SALESFORCE_CLIENT_ID: text.optional(),
  SALESFORCE_CLIENT_SECRET: text.optional(),
  SALESFORCE_USERNAME: text.optional(),
  SALESFORCE_PRIVATE_KEY_FILE: text.optional(),
  SALESFORCE_API_VERSION: z
    .string()
    .regex(/^\d{2,3}\.0$/)
    .default("62.0"),
  GOOGLE_SERVICE_ACCOUNT_FILE: text.optional(),
  GOOGLE_API_ROOT_URL: address.optional(),
  GOOGLE_EXPORT_FOLDER_ID: text.optional(),
  SMTP_URL: z.url({ protocol: /^smtps?$/, hostname: /./ }).optional(),
  ALERT_EMAIL_TO: z
    .string()
    .regex(/^[^@\s,]+@[^@\s,]+(\s*,\s*[^@\s,]+@[^@\s,]+)*$/)
    .optional(),
  POLARIS_CONFIG: text.default("config/organization.yml"),
  POLARIS_DATA_DIR: text.default("data"),
  OPS_PORT: port.optional(),
  LOG_LEVEL: z.enum(["debug", "info", "warn", "error", "silent"]).default("info"),
});

export type SlackTransport =
  | { readonly kind: "socket"; readonly appToken: string }
  | { readonly kind: "http"; readonly signingSecret: string; readonly port: number };

export interface SalesforceAccess {
  readonly loginUrl: string;
  readonly clientId: string;
  readonly apiVersion: string;
  readonly proof:
    | { readonly kind: "secret"; readonly clientSecret: string }
    | { readonly kind: "key"; readonly username: string; readonly privateKey: string };
}

export interface GoogleAccess {
  readonly clientEmail: string;
  readonly privateKey: string;
  /** Where the Google APIs answer instead of their usual addresses; null is Google itself. */
  readonly rootUrl: string | null;
  readonly exportFolder: string | null;
}

export interface MailAccess {
  readonly url: string;
  /** Who gets alerts. */
  readonly to: readonly string[];
}

/** Everything the environment says, checked. Holds secrets: never logged. */
export interface Settings {
  readonly mode: "sandbox" | "production";
  readonly databaseUrl: string;
  readonly dataFolder: string;
  readonly organizationFile: string;
  readonly logLevel: "debug" | "info" | "warn" | "error" | "silent";
  readonly opsPort: number | null;
  readonly slack: { readonly botToken: string; readonly apiUrl: string; readonly transport: SlackTransport };
  readonly salesforce: SalesforceAccess;
  /** Null when no service account is set: sheets and analytics are then not read. */
  readonly google: GoogleAccess | null;
  /** Null when no SMTP_URL is set: alerts then go to Slack alone. */
  readonly mail: MailAccess | null;
}

function refuse(name: string, came: string): never {
  throw new PolarisError("configuration_invalid", `${name}: expected ${EXPECTED[name] ?? "another value"}; ${came}.`);
}

/**
 * Reads and checks the environment.
 * @throws PolarisError configuration_invalid, with the variable's name and what was expected; values are not repeated.
 */
export function readSettings(environment: Readonly<Record<string, string | undefined>>): Settings {
  const given = Object.fromEntries(
    Object.keys(EXPECTED).flatMap((name) => {
      const value = environment[name]?.trim();
      return value ? [[name, value]] : [];
    }),
  );
  const parsed = environmentSchema.safeParse(given);
  if (!parsed.success) refuse(String(parsed.error.issues[0]?.path[0]), "what came does not look like that");
  const env = parsed.data;
  const need = (name: keyof typeof env & string): string => {
    const value = env[name];
    return typeof value === "string" ? value : refuse(name, "it is not set");
  };

  const botToken = need("SLACK_BOT_TOKEN");
  const transport = slackTransport(env, need);
  const dataFolder = path.resolve(projectRoot, env.POLARIS_DATA_DIR);
  const sqlite = `file:${path.join(dataFolder, "polaris.db")}`;
  const databaseUrl = env.DATABASE_URL?.startsWith("file:")
    ? `file:${path.resolve(projectRoot, env.DATABASE_URL.slice("file:".length))}`
    : (env.DATABASE_URL ?? sqlite);
  return {
    mode: env.POLARIS_MODE,
    databaseUrl,
    dataFolder,
    organizationFile: path.resolve(projectRoot, env.POLARIS_CONFIG),
    logLevel: env.LOG_LEVEL,
    opsPort: env.OPS_PORT ?? null,
    slack: { botToken, apiUrl: env.SLACK_API_URL.replace(/\/?$/, "/"), transport },
    salesforce: {
      loginUrl: need("SALESFORCE_LOGIN_URL"),
      clientId: need("SALESFORCE_CLIENT_ID"),
      apiVersion: env.SALESFORCE_API_VERSION,
      proof: salesforceProof(env, need),
    },
    google: googleAccess(env),
    mail: mailAccess(env),
  };
}

type Environment = z.infer<typeof environmentSchema>;
type Need = (name: keyof Environment & string) => string;

function slackTransport(env: Environment, need: Need): SlackTransport {
  if (env.SLACK_APP_TOKEN !== undefined) return { kind: "socket", appToken: env.SLACK_APP_TOKEN };
  if (env.SLACK_SIGNING_SECRET === undefined && env.PORT === undefined)
    refuse("SLACK_APP_TOKEN", "it is not set (or set SLACK_SIGNING_SECRET and PORT to receive over HTTP)");
  const signingSecret = need("SLACK_SIGNING_SECRET");
  return { kind: "http", signingSecret, port: env.PORT ?? refuse("PORT", "it is not set") };
}

function salesforceProof(env: Environment, need: Need): SalesforceAccess["proof"] {
  if (env.SALESFORCE_CLIENT_SECRET !== undefined) return { kind: "secret", clientSecret: env.SALESFORCE_CLIENT_SECRET };
  if (env.SALESFORCE_USERNAME === undefined && env.SALESFORCE_PRIVATE_KEY_FILE === undefined)
    refuse("SALESFORCE_CLIENT_SECRET", "it is not set");
  const username = need("SALESFORCE_USERNAME");
  const file = need("SALESFORCE_PRIVATE_KEY_FILE");
  try {
    return { kind: "key", username, privateKey: readFileSync(path.resolve(projectRoot, file), "utf8") };
  } catch {
    return refuse("SALESFORCE_PRIVATE_KEY_FILE", "the file cannot be read");
  }
}

const keyFileSchema = z.object({ client_email: text, private_key: z.string().includes("PRIVATE KEY") });

function googleAccess(env: Environment): GoogleAccess | null {
  const file = env.GOOGLE_SERVICE_ACCOUNT_FILE;
  if (file === undefined) return null;
  let key: z.infer<typeof keyFileSchema>;
  try {
    key = keyFileSchema.parse(JSON.parse(readFileSync(path.resolve(projectRoot, file), "utf8")));
  } catch {
    return refuse("GOOGLE_SERVICE_ACCOUNT_FILE", "the file cannot be read as one");
  }
  return {
    clientEmail: key.client_email,
    privateKey: key.private_key,
    rootUrl: env.GOOGLE_API_ROOT_URL?.replace(/\/?$/, "/") ?? null,
    exportFolder: env.GOOGLE_EXPORT_FOLDER_ID ?? null,
  };
}

function mailAccess(env: Environment): MailAccess | null {
  if (env.SMTP_URL === undefined) return null;
  const to = env.ALERT_EMAIL_TO ?? refuse("ALERT_EMAIL_TO", "it is not set, although SMTP_URL is");
  return { url: env.SMTP_URL, to: to.split(",").map((address) => address.trim()) };
}
