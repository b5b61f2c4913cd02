import { commands } from "../commands/index.js";
import { registryOf, tokensOfLine } from "./command/index.js";
import { assembleCrew } from "./crew.js";
import { Courier } from "./delivery/index.js";
import { openHealth, openSlackDoor, progressWords, runTerminal } from "./doors/index.js";
import { createHouse } from "./house.js";
import { claimBelonging, migrate, openPool } from "./pool/index.js";
import { prepareFonts } from "./reply/index.js";
import {
  asPolarisError,
  newRequestId,
  type Organization,
  openLog,
  PolarisError,
  projectFile,
  readOrganization,
  readSettings,
  type Settings,
  systemClock,
} from "./runtime/index.js";
import { startTicking } from "./schedule/index.js";

type Environment = Readonly<Record<string, string | undefined>>;

const DRAIN_MILLISECONDS = 10_000;

interface Configuration {
  readonly settings: Settings;
  readonly organization: Organization;
}

async function configure(environment: Environment): Promise<Configuration> {
  const settings = readSettings(environment);
  const organization = readOrganization(settings.organizationFile);
  await migrate(settings.databaseUrl, projectFile("prisma"));
  await prepareFonts();
  return { settings, organization };
}

/** Prints a mistake that stops the start. */
function complain(thrown: unknown): 1 {
  const error = asPolarisError(thrown);
  console.error(`Polaris cannot start. ${error.message}`);
  if (error.code === "internal") console.error(error.cause);
  return 1;
}

/** The bot: Slack, the clock and health, until a signal. Resolves to the exit status. */
export async function serve(environment: Environment, options: { readonly console: string | null }): Promise<number> {
  let configuration: Configuration;
  try {
    configuration = await configure(environment);
  } catch (thrown) {
    return complain(thrown);
  }
  const { settings, organization } = configuration;
  const log = openLog(settings.mode === "sandbox" && !environment.LOG_LEVEL ? "warn" : settings.logLevel);
  const registry = registryOf(commands);
  const effectOf = (line: string) => {
    try {
      return registry.find(tokensOfLine(line))?.command.effect ?? "read";
    } catch {
      return "read";
    }
  };
  const crew = assembleCrew(settings, organization, effectOf, log);
  try {
    await crew.belong("mode", settings.mode);
    const door = await openSlackDoor({
      slack: settings.slack,
      organization,
      house: crew.house,
      log,
      clock: systemClock,
    });
    await crew.belong("slack_team_id", door.teamId);
    await requireAdmin(configuration);
    const state = { ready: false, text: "starting" };
    const health = settings.opsPort === null ? null : await openHealth(settings.opsPort, () => state);
    const fill = () => crew.firstSync((progress) => showProgress(progressWords(progress)));
    if (settings.mode === "sandbox") await fill();
    await door.start();
    const courier = new Courier(crew.mailroom, door.sender);
    const clock = startTicking(
      async () => {
        await crew.tick();
        await courier.deliver();
      },
      (error) => log.error({ error }, "the clock met an error"),
    );
    if (settings.mode === "production")
      void fill().catch((error: unknown) => log.error({ error }, "the first sync failed"));
    Object.assign(state, { ready: true, text: "ready" });
    greet(settings, options.console);
    await signalled();
    console.error("Stopping …");
    await clock.stop();
    await courier.stop();
    await door.stop();
    await health?.close();
    await crew.stop(DRAIN_MILLISECONDS);
    return 0;
  } catch (thrown) {
    await crew.stop(0);
    return complain(thrown);
  }
}

/** A production bot without an administrator could never give anyone a role. */
async function requireAdmin({ settings, organization }: Configuration): Promise<void> {
  if (organization.slack.admins.length > 0) return;
  const pool = openPool(settings.databaseUrl, { readOnly: true });
  const admins = await pool.db.roleAssignment.count({ where: { role: "admin" } }).finally(() => pool.close());
  const byGroup = Object.values(organization.slack.roleGroups).includes("admin");
  if (admins === 0 && !byGroup)
    throw new PolarisError(
      "configuration_invalid",
      `slack.admins in ${settings.organizationFile} names nobody. Expected at least one Slack user id, so that somebody can give roles.`,
    );
}

function showProgress(text: string): void {
  if (process.stderr.isTTY) process.stderr.write(`\r\u001b[K${text}`);
}

function greet({ mode, slack }: Settings, console_: string | null): void {
  if (process.stderr.isTTY) process.stderr.write("\r\u001b[K");
  if (mode === "sandbox") {
    console.log(
      [
        "",
        "  Polaris, with SAMPLE DATA: an invented organisation, a Slack and a Salesforce of its own on this machine.",
        ...(console_ === null ? [] : [`  Open   ${console_}`]),
        `  Type   /polaris report org "Hill's" 3y`,
        "  Stop   Ctrl-C. To connect your own Slack and Salesforce, see README.md.",
        "",
      ].join("\n"),
    );
    return;
  }
  console.log(`Polaris is ready (${slack.transport.kind === "socket" ? "Socket Mode" : "HTTP"}).`);
}

function signalled(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => resolve());
  });
}

/** One command line at the terminal. Resolves to the exit status. */
export async function terminal(argv: readonly string[], environment: Environment): Promise<number> {
  let configuration: Configuration;
  try {
    configuration = await configure(environment);
  } catch (thrown) {
    return complain(thrown);
  }
  const { settings, organization } = configuration;
  const log = openLog(environment.LOG_LEVEL ? settings.logLevel : "error");
  const pool = openPool(settings.databaseUrl);
  const interrupted = new AbortController();
  process.once("SIGINT", () => interrupted.abort());
  try {
    await claimBelonging(pool, "mode", settings.mode);
    const house = createHouse({ settings, organization, pool, log, clock: systemClock });
    await fillSample(configuration, pool, house);
    return await runTerminal(argv, {
      dispatch: house.dispatch,
      stdout: process.stdout,
      stderr: process.stderr,
      width: process.stdout.columns,
      timeZone: organization.timeZone,
      clock: systemClock,
      newRequestId,
      signal: interrupted.signal,
    });
  } catch (thrown) {
    return complain(thrown);
  } finally {
    await pool.close();
  }
}

/** The sandbox answers its first question too: an empty sample pool is filled before it. */
async function fillSample(
  { settings }: Configuration,
  pool: ReturnType<typeof openPool>,
  house: ReturnType<typeof createHouse>,
): Promise<void> {
  if (settings.mode !== "sandbox" || (await pool.db.syncRun.count()) > 0) return;
  process.stderr.write("Loading the sample organisation …\n");
  await house.sync({ full: false }, { progress: () => undefined, signal: new AbortController().signal });
}
