/** One thing the clock does. Written in jobs/, one file each. */
export interface Job<Services> {
  readonly name: string;
  readonly describe: string;
  /** Checks that look at what it did, as soon as it ends. Its own failure is told where none of them found what failed. */
  readonly toldBy?: readonly string[];
  /** Runs the job; a throw is a failure that is posted. */
  run(services: Services, due: Due): Promise<JobResult>;
}

export interface Due {
  /** The instant the job was due; null when a person asked for it. */
  readonly dueAt: string | null;
  readonly now: string;
  readonly late: boolean;
}

export interface JobResult {
  /** One sentence for the log and for who asked. */
  readonly text: string;
}

/** When a job of organization.yml runs. */
export interface JobSchedule {
  readonly name: string;
  readonly cron: string;
  readonly enabled: boolean;
}

/** A job whose time has come, claimed for this process alone. */
export interface Claim {
  readonly name: string;
  readonly dueAt: string;
  /** More than a minute behind its time. */
  readonly late: boolean;
  /** So old that it is not run any more, only shown. */
  readonly missed: boolean;
}
