import { type DatasetRow, type LineReading, readLogLine, readSessionLine } from "../../sources/index.js";
import type { ImportJob, ImportStrategy } from "../datasets/model.js";
import { SharedTexts } from "./shared-texts.js";
import { type Incoming, takeIn } from "./take-in.js";
import { takeUsers } from "./users.js";
import { buryVanished } from "./vanished.js";
import type { VirtualSource, Work } from "./work.js";

export type { VirtualSource } from "./work.js";

/** Pathful's Session Report. */
export const takePathfulSessions: ImportStrategy = async (job) => {
  const { partner } = job.organization.pathful;
  await takeIn(
    workOf(job, "pathful"),
    incoming(job, (row) => readSessionLine(row, job.rules, partner)),
  );
};

/** The virtual session log that staff kept before Pathful. */
export const takeVirtualLog: ImportStrategy = async (job) => {
  const work = workOf(job, "virtual-log");
  const seen = await takeIn(
    work,
    incoming(job, (row) => readLogLine(row, job.rules)),
  );
  if (!job.whole) return;
  const { takesOut } = job;
  const kept = await buryVanished(work, { dataset: job.dataset.name, origin: job.rules.origin, takesOut }, seen);
  if (kept > 0)
    job.notice(
      `${kept} rows that were there before are missing now, more than half. That looks like a part of them, so nothing was deleted.`,
    );
};

/** Pathful's User Report. */
export const takePathfulUsers: ImportStrategy = (job) => takeUsers(job, workOf(job, "pathful"));

function incoming(job: ImportJob, read: (row: DatasetRow) => LineReading): Incoming {
  const texts = new SharedTexts();
  const signUps: Incoming["signUps"][number][] = [];
  const refused: Incoming["refused"][number][] = [];
  const skippedBy: Record<string, number> = {};
  for (const row of job.rows) {
    const reading = read(row);
    const setAside = job.setAside.get(row.number);
    if (reading.kind === "sign_ups" && setAside !== undefined)
      for (const signUp of reading.signUps)
        refused.push({
          kind: "refused",
          reason: "expectation_failed",
          detail: `Line ${row.number}: ${setAside}`,
          signUp,
        });
    else if (reading.kind === "sign_ups") for (const signUp of reading.signUps) signUps.push(texts.of(signUp));
    else if (reading.kind === "skipped") skippedBy[reading.reason] = (skippedBy[reading.reason] ?? 0) + 1;
    else refused.push({ ...reading, detail: `Line ${row.number}: ${reading.detail}` });
  }
  return { signUps, refused, skippedBy, whole: true };
}

function workOf(job: ImportJob, source: VirtualSource): Work {
  return {
    pool: job.pool,
    organization: job.organization,
    source,
    now: job.rules.now,
    signal: job.signal,
    batch: (object, label) => job.batch(object, label),
    stage: (stage, done, total) => job.progress({ stage, done, total, perSecond: null, secondsLeft: null }),
  };
}
