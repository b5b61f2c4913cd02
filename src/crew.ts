import { MessageChannel, type MessagePort } from "node:worker_threads";
import { Piscina } from "piscina";
import type { Progress } from "./command/index.js";
import type { Mailroom } from "./delivery/index.js";
import type { MadeDigest } from "./digests.js";
import type { House, SlackAnswer, SlackPerson, TeacherPages } from "./doors/index.js";
import type { Feed } from "./events/index.js";
import { builtFile, type Log, type Organization, PolarisError, type Settings, within } from "./runtime/index.js";
import type { Claim, DueDigest, InStep } from "./schedule/index.js";
import type { Finished, Task, WithAside } from "./tasks.js";
import type { Problem, Sample } from "./watch/index.js";
import { WRITER_MEMORY } from "./writer-memory.js";

const READERS = 2;

/** The threads behind the doors: readers for questions, one writer for everything that changes the pool. */
export interface Crew {
  readonly house: House;
  readonly mailroom: Mailroom;
  readonly teacherPages: TeacherPages;
  /** What is public of the sessions to come; null for a slug that no district has. */
  feed(slug: string | null): Promise<Feed | null>;
  belong(key: "slack_team_id" | "mode", value: string): Promise<void>;
  /** @throws PolarisError pool_of_another_source */
  claimSource(): Promise<void>;
  firstSync(onProgress: (progress: Progress) => void): Promise<boolean>;
  /** Starts the jobs that are due, and does not wait for them. */
  startJobs(onEnd: () => void): Promise<void>;
  /** Keeps the organisation's own digests as organization.yml has them. @throws PolarisError configuration_invalid */
  digestsInStep(): Promise<InStep>;
  /** Takes the digests that are due, for this process alone. */
  claimDigests(): Promise<DueDigest[]>;
  makeDigest(due: DueDigest, person: SlackPerson | null): Promise<MadeDigest>;
  keepDigest(made: MadeDigest): Promise<void>;
  /** Has what reads for long end at its next page, and waits for it as long as given. */
  windDown(milliseconds: number): Promise<void>;
  /** Tells that the clock stands still, or (null) that it goes on. */
  alarm(problem: Problem | null): Promise<void>;
  /** The figures of the pool, and how many tasks wait. */
  observe(): Promise<{ readonly samples: readonly Sample[]; readonly queues: Readonly<Record<string, number>> }>;
  /** Waits for the tasks under way, as long as given, and ends the threads. */
  stop(milliseconds: number): Promise<void>;
}

/** `effectOf` says whether a line changes the pool, so that it is run by the writer. */
export function assembleCrew(
  settings: Settings,
  organization: Organization,
  effectOf: (line: string) => "read" | "write",
  log: Log,
): Crew {
  const filename = builtFile("src/thread.js");
  const dataFor = (role: "reader" | "writer") => ({ role, settings, organization });
  const readers = new Piscina({ filename, minThreads: READERS, maxThreads: READERS, workerData: dataFor("reader") });
  const writer = new Piscina({
    filename,
    minThreads: 1,
    maxThreads: 1,
    concurrentTasksPerWorker: 64,
    resourceLimits: WRITER_MEMORY,
    workerData: dataFor("writer"),
  });
  async function run<T>(pool: Piscina, task: Task, transferList: readonly MessagePort[] = []): Promise<T> {
    const finished: Finished<T> = await pool.run(task, { transferList: [...transferList] });
    if ("refusal" in finished) throw new PolarisError(finished.refusal.code, finished.refusal.message);
    return finished.result;
  }
  const write = <T>(task: Task): Promise<T> => run(writer, task);

  /** Keeps what a reader noted for the writer; the answer does not wait for it. */
  const asides = new Set<Promise<unknown>>();
  async function read<T>(task: Task): Promise<T> {
    const { result, aside } = await run<WithAside<T>>(readers, task);
    const kept = write({ kind: "keep", aside }).catch((error: unknown) =>
      log.error({ error }, "the audit log could not be written"),
    );
    asides.add(kept);
    void kept.finally(() => asides.delete(kept));
    return result;
  }

  /** Jobs that run now: a long one keeps back neither the others nor the clock. */
  const jobs = new Map<string, Promise<void>>();

  /** Runs a task that reports its progress through a port of its own. */
  async function reporting<T>(
    work: (progress: MessagePort, transferList: readonly MessagePort[]) => Promise<T>,
    onProgress: (progress: Progress) => void,
  ): Promise<T> {
    const { port1, port2 } = new MessageChannel();
    port1.on("message", onProgress);
    try {
      return await work(port2, [port2]);
    } finally {
      port1.close();
    }
  }

  const house: House = {
    answer: (request, onProgress) =>
      reporting(async (progress, transferList) => {
        const pool = effectOf(request.line) === "write" ? writer : readers;
        const task: Task = { kind: "answer", request, progress };
        const { result, aside } = await run<WithAside<SlackAnswer>>(pool, task, transferList);
        if (aside.audit.length + aside.lines.length > 0) await write({ kind: "keep", aside });
        return result;
      }, onProgress),
    form: (request, asked) => read({ kind: "form", request, asked }),
    submit: (request, values) => read({ kind: "submit", request, values }),
    options: (request, command, argument, query) => read({ kind: "options", request, command, argument, query }),
    home: (request) => read({ kind: "home", request }),
    parcel: (payload, place) => read({ kind: "parcel", payload, place }),
    storedLine: (key) => write({ kind: "storedLine", key }),
    firstSight: (key) => write({ kind: "firstSight", key }),
  };
  return {
    house,
    mailroom: {
      lease: () => write({ kind: "lease" }),
      settle: (id, settlement) => write({ kind: "settle", id, settlement }),
      unknown: () => write({ kind: "unknown" }),
    },
    teacherPages: {
      page: (token) => run(readers, { kind: "teacherPage", token }),
      opened(link) {
        void write({ kind: "teacherPageOpened", link }).catch((error: unknown) =>
          log.error({ error }, "it could not be noted that a teacher's page was opened"),
        );
      },
      remark: (token, remark) => write({ kind: "teacherRemark", token, remark }),
    },
    feed: (slug) => run(readers, { kind: "feed", slug }),
    belong: (key, value) => write({ kind: "belong", key, value }),
    claimSource: () => write({ kind: "claimSource" }),
    firstSync: (onProgress) =>
      reporting((progress, transferList) => run(writer, { kind: "firstSync", progress }, transferList), onProgress),
    async startJobs(onEnd) {
      const claims = await write<Claim[]>({ kind: "claim", busy: [...jobs.keys()] });
      for (const claim of claims) {
        const running = write<void>({ kind: "job", claim })
          .catch((error: unknown) => log.error({ error, job: claim.name }, "a job could not be run"))
          .finally(() => {
            jobs.delete(claim.name);
            onEnd();
          });
        jobs.set(claim.name, running);
      }
    },
    digestsInStep: () => write({ kind: "digestsInStep" }),
    claimDigests: () => write({ kind: "claimDigests" }),
    makeDigest: (due, person) => read({ kind: "makeDigest", due, person }),
    keepDigest: (made) => write({ kind: "keepDigest", made }),
    async windDown(milliseconds) {
      const ended = write({ kind: "windDown" }).then(() => Promise.allSettled([...jobs.values()]));
      await within(milliseconds, ended);
    },
    alarm: (problem) => write({ kind: "alarm", problem }),
    async observe() {
      const samples = await run<Sample[]>(readers, { kind: "observe" });
      return { samples, queues: { readers: readers.queueSize, writer: writer.queueSize } };
    },
    async stop(milliseconds) {
      const finished = Promise.allSettled([...asides, ...jobs.values()]).then(() =>
        Promise.all([readers.close(), writer.close()]),
      );
      await within(milliseconds, finished);
      await Promise.all([readers.destroy(), writer.destroy()]);
    },
  };
}
