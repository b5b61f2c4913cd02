// A Slack workspace in a process of its own, and the people in it who type commands, one after another and several at once, while
// others have Salesforce read again and again. Says the settings that lead Polaris here; asked for a day's work, says how long each answer took.
import { SAMPLE_PEOPLE } from "../../../dist/sandbox/sample/index.js";
import { POLARIS_APP, SANDBOX_TOKENS, SlackWorkspace } from "../../../dist/sandbox/slack/index.js";

const COMMANDS = ["volunteers skill:stem", `report org "Hill's" 3y`, "metric M20 3y by:district"];
const CHANNEL = "C0GENERAL1";
const AT_ONCE = 5;
// Nobody may type more than thirty commands a minute: so many people are needed.
const PEOPLE = 60;

const staff = Array.from({ length: PEOPLE }, (_, place) => ({
  ...SAMPLE_PEOPLE.users.find(({ id }) => id === "U0STAFF01"),
  id: `U0BENCH${String(place).padStart(3, "0")}`,
  name: `bench${place}`,
  real_name: `Bench ${place}`,
  email: `bench${place}@polaris-sample.example`,
}));
const ids = staff.map(({ id }) => id);
const workspace = new SlackWorkspace({
  data: {
    ...SAMPLE_PEOPLE,
    users: [...SAMPLE_PEOPLE.users, ...staff],
    channels: SAMPLE_PEOPLE.channels.map((one) =>
      one.id === CHANNEL ? { ...one, members: [...one.members, ...ids] } : one,
    ),
    userGroups: SAMPLE_PEOPLE.userGroups.map((group) =>
      group.id === "S0STAFF001" ? { ...group, users: [...group.users, ...ids] } : group,
    ),
  },
  app: POLARIS_APP,
});
await workspace.listen();
const { botToken, appToken } = SANDBOX_TOKENS;
process.send({
  environment: { SLACK_BOT_TOKEN: botToken, SLACK_APP_TOKEN: appToken, SLACK_API_URL: workspace.apiUrl },
});
process.once("disconnect", () => process.exit(0));

process.on("message", async ({ oneByOne, together }) => {
  await workspace.connected();
  for (const line of COMMANDS) await type(line);
  let isOver = false;
  const syncing = syncUntil(() => isOver);
  const single = [];
  for (let count = 0; count < oneByOne; count++) single.push(await type(COMMANDS[count % COMMANDS.length]));
  const many = [];
  let typed = 0;
  const typists = Array.from({ length: AT_ONCE }, async () => {
    while (typed < together) many.push(await type(COMMANDS[typed++ % COMMANDS.length]));
  });
  await Promise.all(typists);
  isOver = true;
  process.send({ single, many, syncs: await syncing });
});

let turns = 0;
const next = () => workspace.as(ids[turns++ % ids.length]);

/** Types a line as the next person; how long until it is acknowledged, and until all of the answer is there. */
async function type(line) {
  const person = next();
  const began = performance.now();
  const seen = await person.slash("/polaris", line, CHANNEL, { until: "ack" });
  const ack = performance.now() - began;
  if (!seen.result.ok) throw new Error(`${line}: ${seen.result.text}`);
  await seen.until(isWhole, 30_000);
  const whole = performance.now() - began;
  const words = seen.text;
  if (!/volunteers?|sessions?/i.test(words) || /went wrong|more than 30/.test(words))
    throw new Error(`${line}: ${words}`);
  return { ack, whole };
}

/** The answer and, where it promises a chart in the direct messages, the chart. */
function isWhole(seen) {
  const answer = seen.ephemerals.find(({ blocks }) => blocks.length > 0);
  return answer !== undefined && (!seen.text.includes("in your direct messages") || seen.dms.length > 0);
}

/** Has all of Salesforce read again, as often as there is time; how often that was. */
async function syncUntil(isOver) {
  let count = 0;
  while (!isOver()) {
    const seen = await next().slash("/polaris", "sync salesforce --full", CHANNEL, { until: "ack" });
    await seen.until(({ text }) => /The sync/.test(text), 120_000);
    count += 1;
  }
  return count;
}
