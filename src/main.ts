import { rm } from "node:fs/promises";
import path from "node:path";
import { commands } from "../commands/index.js";
import { failedMessage, renderParcel } from "./answers.js";
import { clockProblem, tellOfTheClock } from "./clock-alarm.js";
import {
  type Command,
  failureOf,
  type Place,
  RateLimit,
  type Registry,
  registryOf,
  tokensOfLine,
} from "./command/index.js";
import { complain } from "./complain.js";
import { assembleCrew, type Crew } from "./crew.js";
import { Carriers, Courier, lease, MailSender, type Sender, settle, unknownParcels } from "./delivery/index.js";
import { DigestRounds } from "./digest-rounds.js";
import {
  openOperations,
  openSlackDoor,
  openSlackSender,
  progressWords,
  runTerminal,
  type House as SlackHouse,
} from "./doors/index.js";
import { isFilled } from "./filled.js";
import { createHouse } from "./house.js";
import { incomingFolder } from "./incoming-files.js";
import { type Meters, openMeters } from "./meters.js";
import { openOutsidePages } from "./outside-pages.js";
import { claimBelonging, migrate, openPool, type Pool } from "./pool/index.js";
import { prepareFonts } from "./reply/index.js";
import {
  newRequestId,
  type Organization,
  openLog,
  PolarisError,
  projectFile,
  readOrganization,
  readSettings,
  type Settings,
  systemClock,
  within,
} from "./runtime/index.js";
import { type InStep, startTicking, type Watchdog, watchTheClock } from "./schedule/index.js";

type Environment = Readonly<Record<string, string | undefined>>;

const DRAIN_MILLISECONDS = 10_000;

interface Configuration {
  readonly settings: Settings;
  readonly organization: Organization;
}

async function configure(environment: Environment): Promise<Configuration> {
  const settings = readSettings(environment);
  if (settings.mode === "sandbox" && environment.NODE_ENV === "production")
    throw new PolarisError(
      "configuration_invalid",
      "POLARIS_MODE: expected production, because NODE_ENV is production; sandbox came. Sample data never runs in production.",
    );
  const organization = readOrganization(settings.organizationFile);
  await migrate(settings.databaseUrl, projectFile("prisma"));
  await prepareFonts();
  return { settings, organization };
}

/** A Polaris that runs: connected, ticking, and to be stopped. */
export interface Running {
  /** Stops accepting, lets what is under way finish, flushes the outbox, closes. */
  stop(): Promise<void>;
}

/** Starts the bot: Slack, the clock and health. @throws PolarisError when the configuration or a connection is wrong */
export async function openPolaris(
  environment: Environment,
  onProgress: (text: string) => void,
): Promise<Running & Configuration> {
  const configuration = await configure(environment);
  const { settings, organization } = configuration;
  const log = openLog(settings.mode === "sandbox" && !environment.LOG_LEVEL ? "warn" : settings.logLevel);
  const { effectOf, commandOf } = aboutLines(registryOf(commands, organization.hide));
  await emptyFolders(settings);
  const crew = assembleCrew(settings, organization, effectOf, log);
  /** What has been opened so far, to be closed in turn, the latest first. */
  const closing: (() => Promise<void>)[] = [() => crew.stop(DRAIN_MILLISECONDS)];
  const closeAll = async () => {
    for (const close of closing.splice(0).reverse())
      await close().catch((error: unknown) => log.error({ error }, "a part of Polaris could not be closed"));
  };
  try {
    await crew.belong("mode", settings.mode);
    let courier: Courier | null = null;
    let digests: DigestRounds | null = null;
    const limit = new RateLimit();
    const meters = openMeters();
    const state = { ready: false, text: "starting" };
    let watchdog: Watchdog | null = null;
    closing.unshift(await openSupervision(settings.opsPort, crew, meters, () => ({ state, watchdog })));
    const house: SlackHouse = {
      ...crew.house,
      async answer(request, onProgress) {
        try {
          limit.admit(request);
        } catch (thrown) {
          return { kind: "failed", message: failedMessage(failureOf(thrown, request)) };
        }
        const began = performance.now();
        const answer = await crew.house.answer(request, onProgress);
        meters.answered(commandOf(request.line), answer.kind, (performance.now() - began) / 1_000);
        // A line that changes things may have put a message into the outbox: it leaves now, not at the next tick.
        if (effectOf(request.line) === "write") void courier?.deliver();
        if (commandOf(request.line) === "subscriptions run") void digests?.look();
        return answer;
      },
    };
    const door = await openSlackDoor({ slack: settings.slack, organization, house, log, clock: systemClock });
    await crew.belong("slack_team_id", door.teamId);
    await crew.claimSource();
    await requireAdmin(configuration);
    sayWhatHasNoChannel(await crew.digestsInStep(), log);
    const fill = () => crew.firstSync((progress) => onProgress(progressWords(progress)));
    // Sample data is there in a second; a real first sync may take an hour, and the bot says so meanwhile.
    if (settings.mode === "sandbox") await fill();
    else void fill().catch((error: unknown) => log.error({ error }, "the first sync failed"));

    const sender = carriersOf(door.sender, configuration, log);
    const outgoing = new Courier(crew.mailroom, sender, (error) =>
      log.error({ error }, "the outbox could not be emptied"),
    );
    courier = outgoing;
    closing.push(async () => {
      await within(DRAIN_MILLISECONDS, outgoing.deliver());
      await within(DRAIN_MILLISECONDS, outgoing.stop());
    });
    const rounds = new DigestRounds({ crew, person: door.person, onKept: () => void outgoing.deliver(), log });
    digests = rounds;
    closing.push(async () => {
      await within(DRAIN_MILLISECONDS, rounds.stop());
    });
    closing.push(() => crew.windDown(DRAIN_MILLISECONDS));
    closing.push(() => door.stop());
    await door.start();
    closing.push(await openOutsidePages(configuration, crew, () => void outgoing.deliver(), log));

    const onError = (error: unknown) => log.error({ error }, "the clock met an error");
    // Two clocks: a long sync on the first must not keep back what waits in the outbox.
    const dog = watchTheClock(systemClock, organization.alerts.clockMinutes, (state, minutes) => {
      log.error({ state, minutes }, "the clock stood still");
      void tellOfTheClock(state === "stopped" ? clockProblem(minutes) : null, crew, sender, configuration).then(
        () => outgoing.deliver(),
        onError,
      );
    });
    watchdog = dog;
    closing.push(async () => dog.stop());
    const jobClock = startTicking(async () => {
      await crew.startJobs(() => void outgoing.deliver());
      void rounds.look();
      dog.fed();
    }, onError);
    const outboxClock = startTicking(() => outgoing.deliver(), onError);
    closing.push(async () => {
      await within(DRAIN_MILLISECONDS, Promise.all([jobClock.stop(), outboxClock.stop()]));
    });
    Object.assign(state, { ready: true, text: "ready" });
    return {
      ...configuration,
      async stop() {
        Object.assign(state, { ready: false, text: "stopping" });
        await closeAll();
      },
    };
  } catch (thrown) {
    await closeAll();
    throw thrown;
  }
}

function sayWhatHasNoChannel({ withoutChannel }: InStep, log: ReturnType<typeof openLog>): void {
  if (withoutChannel.length > 0)
    log.warn({ digests: withoutChannel }, "these digests wait for their channel to be named in organization.yml");
}

/** Health and figures for a supervisor, from the first moment to the last. Resolves to what closes them. */
async function openSupervision(
  port: number | null,
  crew: Crew,
  meters: Meters,
  now: () => { readonly state: { readonly ready: boolean; readonly text: string }; readonly watchdog: Watchdog | null },
): Promise<() => Promise<void>> {
  if (port === null) return async () => undefined;
  const operations = await openOperations(port, {
    health() {
      const { state, watchdog } = now();
      return { alive: watchdog?.isAlive ?? true, ...state };
    },
    async metrics() {
      const { samples, queues } = await crew.observe();
      return meters.text(samples, { clockAge: now().watchdog?.age ?? 0, queues });
    },
  });
  return () => operations.close();
}

/** Files of answers and imports that were cut off by the end of an earlier process. */
async function emptyFolders(settings: Settings): Promise<void> {
  for (const folder of [path.join(settings.dataFolder, "outgoing"), incomingFolder(settings)])
    await rm(folder, { recursive: true, force: true });
}

interface AboutLines {
  /** Whether a line changes the pool; what cannot be read is answered by a reader, with words. */
  effectOf(line: string): "read" | "write";
  /** The name of its command, for the figures: nothing of what the line asks. */
  commandOf(line: string): string;
}

function aboutLines(registry: Registry): AboutLines {
  const commandIn = (line: string): Command | undefined => {
    try {
      return registry.find(tokensOfLine(line))?.command;
    } catch {
      return undefined;
    }
  };
  return {
    effectOf: (line) => commandIn(line)?.effect ?? "read",
    commandOf: (line) => commandIn(line)?.name ?? "unknown",
  };
}

/** Slack, and mail where a server is set. */
function carriersOf(
  slack: Sender,
  { settings, organization }: Configuration,
  log: ReturnType<typeof openLog>,
): Carriers {
  const { mail } = settings;
  const { name: organizationName, timeZone } = organization;
  return new Carriers(
    slack,
    mail === null ? null : new MailSender({ mail, organizationName, timeZone, log, clock: systemClock }),
  );
}

/** The bot, until a signal. Resolves to the exit status. */
export async function serve(environment: Environment, options: { readonly console: string | null }): Promise<number> {
  try {
    const polaris = await openPolaris(environment, showProgress);
    greet(polaris.settings, options.console);
    await signalled();
    console.error("Stopping …");
    await polaris.stop();
    return 0;
  } catch (thrown) {
    return complain("Polaris cannot start.", thrown);
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
    return complain("Polaris cannot start.", thrown);
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
    const status = await runTerminal(argv, {
      dispatch: house.dispatch,
      stdout: process.stdout,
      stderr: process.stderr,
      // Into a file or a pipe there is room for whole names.
      width: process.stdout.isTTY ? process.stdout.columns : 240,
      timeZone: organization.timeZone,
      clock: systemClock,
      newRequestId,
      signal: interrupted.signal,
    });
    await deliverOutbox(configuration, pool);
    return status;
  } catch (thrown) {
    return complain("Polaris cannot start.", thrown);
  } finally {
    await pool.close();
  }
}

/** The sandbox answers its first question too: an empty sample pool is filled before it. */
async function fillSample(
  { settings }: Configuration,
  pool: Pool,
  house: ReturnType<typeof createHouse>,
): Promise<void> {
  if (settings.mode !== "sandbox" || (await isFilled(pool))) return;
  process.stderr.write("Loading the sample organisation …\n");
  await house.firstSync({ progress: () => undefined, signal: new AbortController().signal });
}

/** What a line put into the outbox leaves at once, whether or not a bot is running beside this terminal. */
async function deliverOutbox({ settings, organization }: Configuration, pool: Pool): Promise<void> {
  const now = systemClock.now();
  if ((await pool.db.outboxMessage.count({ where: { state: "queued", due_at: { lte: now } } })) === 0) return;
  const log = openLog("warn");
  const folder = path.join(settings.dataFolder, "outgoing");
  const house = {
    parcel: (payload: string, place: Place) =>
      renderParcel(payload, place, { folder, timeZone: organization.timeZone, lines: [] }),
  };
  const sender = openSlackSender({ slack: settings.slack, organization, house, log, clock: systemClock });
  const courier = new Courier(
    {
      lease: () => lease(pool, systemClock.now()),
      settle: (id, settlement) => settle(pool, id, settlement, systemClock.now(), { mail: settings.mail !== null }),
      unknown: () => unknownParcels(pool, systemClock.now(), { mail: settings.mail !== null }),
    },
    carriersOf(sender, { settings, organization }, log),
    (error) => log.error({ error }, "the outbox could not be emptied"),
  );
  await courier.deliver();
}
