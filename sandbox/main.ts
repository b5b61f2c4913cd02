// The sandbox: a Salesforce org and a Slack workspace on 127.0.0.1, with the sample organisation in them. A process of its own;
// it prints one line of JSON when it is ready (where to look, and the settings that lead Polaris here) and ends when its
// standard input ends.
import { existsSync, mkdirSync } from "node:fs";
import path from "node:path";
import { SalesforceOrg } from "./salesforce/index.js";
import { generateOrganization, SAMPLE_PEOPLE } from "./sample/index.js";
import { POLARIS_APP, SANDBOX_TOKENS, SlackWorkspace } from "./slack/index.js";

const SALESFORCE_PORT = 4401;
const SLACK_PORT = 4400;
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
if (isNew) await org.load(generateOrganization({ seed: SEED, size: 1, today: new Date().toISOString().slice(0, 10) }));
const slack = new SlackWorkspace({
  data: SAMPLE_PEOPLE,
  app: {
    ...POLARIS_APP,
    // As manifest.yml asks for them: a scope too many here would hide one that is missing there.
    scopes: POLARIS_APP.scopes.filter((scope) => scope !== "files:read"),
    shortcuts: [
      {
        callback_id: "company_report",
        name: "Company report",
        description: "What one organisation's volunteers did, over any years",
        type: "global",
      },
    ],
  },
});
await listenNear((port) => org.listen(port), SALESFORCE_PORT);
await listenNear((port) => slack.listen(port), SLACK_PORT);

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
    },
  }),
);

process.stdin.resume();
process.stdin.once("end", () => {
  void Promise.allSettled([slack.close(), org.close()]).then(() => process.exit(0));
});

/** The usual port, or any free one when another sandbox has it. */
async function listenNear(listen: (port: number) => Promise<unknown>, port: number): Promise<void> {
  try {
    await listen(port);
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "EADDRINUSE")) throw error;
    await listen(0);
  }
}
