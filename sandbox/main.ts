// The sandbox: a Salesforce org, a Slack workspace, Google's sheets and Analytics, VolunTeach's public list and a mail server on 127.0.0.1, with the
// sample organisation in them. A process of its own; it prints one line of JSON when it is ready (where to look, and the
// settings that lead Polaris here) and ends when its standard input ends.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { EXPORT_FOLDER, sampleCloud } from "./google-sample.js";
import { MailServer } from "./mail/index.js";
import { SalesforceOrg } from "./salesforce/index.js";
import {
  brokenLeadFile,
  bytesOf,
  generateFiles,
  generateOrganization,
  type LeadFile,
  leadFiles,
  SAMPLE_PEOPLE,
} from "./sample/index.js";
import { SignUpSite } from "./sign-ups/index.js";
import { POLARIS_APP, SANDBOX_TOKENS, SlackWorkspace } from "./slack/index.js";

const SALESFORCE_PORT = 4401;
const SLACK_PORT = 4400;
/** As signUps.url of sandbox/organization.yml says. */
const SIGN_UPS_PORT = 4402;
const SEED = 816;
const CLIENT = { clientId: "polaris-sandbox", clientSecret: "sandbox-secret" };

if (process.env.NODE_ENV === "production") {
  console.error("The sandbox never starts with NODE_ENV=production.");
  process.exit(1);
}
const [folder] = process.argv.slice(2);
if (folder === undefined) {
  console.error("Say where the sandbox keeps its data: node dist/sandbox/main.js data/sandbox");
  process.exit(2);
}
mkdirSync(folder, { recursive: true });

const file = path.join(folder, "salesforce.db");
const isNew = !existsSync(file);
const org = new SalesforceOrg({ file, ...CLIENT, organizationName: "Polaris Sample" });
const today = sampleDay(path.join(folder, "sample-day"));
const sample = generateOrganization({ seed: SEED, size: 1, today });
if (isNew) await org.load(sample);
const files = generateFiles(sample, { seed: SEED, today });
const leads = leadFiles(today);
// Of the newest lists one lies in Google Drive and one in a folder of this machine; the others are dropped into Slack.
const [watched, inDrive] = leads.slice(-2);
const { cloud, account } = sampleCloud(files, inDrive === undefined ? [] : [inDrive]);
if (watched !== undefined) putInto(path.join(folder, "incoming-leads"), watched);
const keyFile = path.join(path.resolve(folder), "google-service-account.json");
writeFileSync(keyFile, account.keyFile, { mode: 0o600 });
const mail = new MailServer();
const signUps = new SignUpSite();
signUps.copySample(sample.Session__c, today);
const slack = new SlackWorkspace({
  data: SAMPLE_PEOPLE,
  app: {
    ...POLARIS_APP,
    shortcuts: [
      {
        callback_id: "company_report",
        name: "Company report",
        description: "What one organisation's volunteers did, over any years",
        type: "global",
      },
      {
        callback_id: "import_file",
        name: "Import this file",
        description: "Takes in a Pathful report, a roster or another table from this message",
        type: "message",
      },
    ],
  },
});
await listenNear((port) => org.listen(port), SALESFORCE_PORT);
await listenNear((port) => slack.listen(port), SLACK_PORT);
await listenNear((port) => signUps.listen(port), SIGN_UPS_PORT);
await Promise.all([cloud.listen(), mail.listen()]);
await shareFiles();

console.log(
  JSON.stringify({
    console: slack.url,
    salesforce: org.url,
    environment: {
      SLACK_BOT_TOKEN: SANDBOX_TOKENS.botToken,
      SLACK_APP_TOKEN: SANDBOX_TOKENS.appToken,
      SLACK_API_URL: slack.apiUrl,
      SALESFORCE_LOGIN_URL: org.url,
      SALESFORCE_CLIENT_ID: CLIENT.clientId,
      SALESFORCE_CLIENT_SECRET: CLIENT.clientSecret,
      GOOGLE_SERVICE_ACCOUNT_FILE: keyFile,
      GOOGLE_API_ROOT_URL: cloud.url,
      GOOGLE_EXPORT_FOLDER_ID: EXPORT_FOLDER,
      SMTP_URL: mail.url,
      ALERT_EMAIL_TO: "alerts@sample.example",
    },
  }),
);

process.stdin.resume();
process.stdin.once("end", () => {
  void Promise.allSettled([slack.close(), org.close(), cloud.close(), mail.close(), signUps.close()]).then(() =>
    process.exit(0),
  );
});

/** Puts the exports that staff would drop into Slack into #data-files, one message each, to try "Import this file" on. */
async function shareFiles(): Promise<void> {
  const sam = slack.as("U0STAFF01");
  for (const file of files.uploads) {
    const id = sam.upload(file.name, await bytesOf(file));
    await sam.say("C0DATAFILE", file.said, { files: [id] });
  }
  // One whose column has another name, to see what is said of it.
  const renamed = brokenLeadFile("renamed", "source_1", 3, today);
  for (const list of [...leads.slice(0, -2), { ...renamed, name: "source_1_with_a_renamed_column.csv" }]) {
    const id = sam.upload(list.name, Buffer.from(list.text));
    await sam.say("C0SALESLDS", list.said, { files: [id] });
  }
}

/** Where leads.folder of sandbox/organization.yml is. */
function putInto(incoming: string, { name, text }: LeadFile): void {
  mkdirSync(incoming, { recursive: true });
  writeFileSync(path.join(incoming, name), text);
}

/** The day that the sample is of: that of the first start. Salesforce keeps its rows, so files and sheets must go on speaking of the same. */
function sampleDay(file: string): string {
  if (!existsSync(file)) writeFileSync(file, new Date().toISOString().slice(0, 10));
  return readFileSync(file, "utf8");
}

/** The usual port, or any free one when another sandbox has it. */
async function listenNear(listen: (port: number) => Promise<unknown>, port: number): Promise<void> {
  try {
    await listen(port);
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "EADDRINUSE")) throw error;
    await listen(0);
  }
}
