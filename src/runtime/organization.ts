import { IANAZone } from "luxon";
import { validate } from "node-cron";
import { z } from "zod";
import { checklistSchema } from "./checklist.js";
import { standardLeadSources } from "./lead-sources.js";
import { identitySchema, matchingSchema } from "./likeness-rules.js";
import { standardPathways } from "./pathways.js";

const zip3 = z.string().regex(/^\d{3}$/, "three digits, as in 641");
const slackId = z.string().regex(/^[A-Z][A-Z0-9]{2,}$/, "a Slack id, as in C0123ABCD");
const FIVE_FIELDS = /^\S+(\s+\S+){4}$/;
const cron = z.string().refine((text) => FIVE_FIELDS.test(text.trim()) && validate(text), {
  error: ({ input }) =>
    `expected five cron fields that name a time, as in "0 8 * * 1" for Mondays at 8; "${input}" came`,
});
const timeZone = z.string().refine((name) => IANAZone.isValidZone(name), {
  error: ({ input }) => `expected the name of a time zone, as in America/Chicago; "${input}" came`,
});

const hour = z.number().int().min(0).max(24);

const jobAt = (usual: string) => z.strictObject({ cron, enabled: z.boolean().default(true) }).prefault({ cron: usual });

/** One Google Sheet: where it is, what it holds, and which of its headers mean our columns. */
export const sheetSchema = z.strictObject({
  name: z.string().min(1),
  /** A dataset's name, as in roster. */
  dataset: z.string().min(1),
  spreadsheet: z.string().min(1),
  tab: z.string().min(1),
  /** Our column → the sheet's header, where they differ. */
  columns: z.record(z.string(), z.string()).default({}),
  /** Values that every row has, as in { district: "…" }. */
  defaults: z.record(z.string(), z.string()).default({}),
  /** Blank cells of these columns take the value above: how merged cells are read. */
  fillDown: z.array(z.string()).default([]),
});

/** How one survey's export is read: headers by meaning. */
const surveySchema = z.strictObject({
  respondent: z.string().optional(),
  email: z.string().optional(),
  event: z.string().optional(),
  date: z.string().optional(),
  organization: z.string().optional(),
  /** Header → kind; left out: every other column is a question, its kind told by its answers. */
  questions: z.record(z.string(), z.enum(["rating", "yes_no", "text"])).optional(),
});

const tolerance = {
  /** Relative, of numbers. */
  numeric: z.number().min(0).max(1).optional(),
  dateDays: z.number().min(0).optional(),
  /** Least similarity of texts, 1 is equal. */
  text: z.number().min(0).max(1).optional(),
  ignore: z.boolean().optional(),
};
const reconcileSchema = z
  .strictObject({
    numeric: z.number().min(0).max(1).default(0.005),
    dateDays: z.number().min(0).default(0),
    text: z.number().min(0).max(1).default(0.95),
    /** Younger rows are in flight and left out. */
    minAgeMinutes: z.number().min(0).default(30),
    /** object → field → its own tolerance. */
    fields: z.record(z.string(), z.record(z.string(), z.strictObject(tolerance))).default({}),
  })
  .prefault({});

/** What is particular to one nonprofit. Every value has the default that rulings.md names. */
export const organizationSchema = z
  .strictObject({
    name: z.string().min(1).default("PREP-KC"),
    timeZone: timeZone.default("America/Chicago"),
    /** First month of the school year (ruling T2). */
    schoolYearStartMonth: z.number().int().min(1).max(12).default(8),
    /** Students estimated per confirmed virtual teacher (ruling A4). */
    studentsPerClassroom: z.number().int().positive().default(25),
    /** Longest credited fall-back hours (ruling A2). */
    longestFallbackHours: z.number().positive().default(12),
    /** Smallest group of people shown by colour (ruling P4). */
    smallestDemographicGroup: z.number().int().positive().default(5),
    peopleOfColor: z
      .array(z.string())
      .default([
        "asian",
        "black",
        "hispanic",
        "american_indian",
        "native_hawaiian",
        "multi_racial",
        "bi_racial",
        "two_or_more",
        "other_poc",
      ]),
    /** Ruling P5. */
    local: z
      .strictObject({
        local: z.array(zip3).default(["640", "641", "647", "649", "660", "661", "662"]),
        partial: z.array(zip3).default(["644", "645", "646", "653", "664", "665", "666", "667", "668"]),
      })
      .prefault({}),
    /** Addresses of a role, not of a person (ruling P1): the part before the @. */
    roleAddresses: z
      .array(z.string())
      .default(["info", "office", "admin", "volunteer", "volunteers", "hr", "contact", "hello", "support", "noreply"]),
    /** An address under more surnames than this identifies nobody (ruling P1). */
    surnamesPerAddress: z.number().int().positive().default(3),
    /** Districts staff call by other names; the key is the account's exact name. */
    districtAliases: z.record(z.string(), z.array(z.string())).default({}),
    organizationAliases: z.record(z.string(), z.array(z.string())).default({}),
    /** What staff call several event types together, in filters: each entry is a type, or a part of its name with a star. */
    eventTypeGroups: z.record(z.string().min(1), z.array(z.string().min(1)).min(1)).default({}),
    salesforce: z
      .strictObject({
        recordUrl: z.string().default("https://prep-kc.lightning.force.com/lightning/r/{object}/{id}/view"),
        /** Rows above this are read by Bulk API 2.0. */
        bulkAbove: z.number().int().positive().default(10_000),
        lookBackMinutes: z.number().int().nonnegative().default(15),
        /** A gap longer than this asks for a full id compare. */
        fullCompareAfterDays: z.number().int().positive().default(14),
        /** Rows changed within these hours are read once more a day, for what was committed late. */
        rescanHours: z.number().int().nonnegative().default(48),
        /** Shares of the day's API calls: a run pauses when the org has used this much, or the run itself. */
        apiBudget: z
          .strictObject({
            org: z.number().gt(0).max(1).default(0.7),
            run: z.number().gt(0).max(1).default(0.2),
          })
          .prefault({}),
        /** A run pauses after this time, and the next one goes on. */
        longestMinutes: z.number().positive().default(120),
      })
      .prefault({}),
    pathful: z
      .strictObject({
        /** Rows of other partners are skipped. */
        partner: z.string().min(1).default("PREP-KC"),
        /** Minutes of a session without a duration (rulings, small print). */
        sessionMinutes: z.number().int().positive().default(60),
        /** Days after which a missing export is asked for. */
        overdueDays: z.number().int().positive().default(8),
      })
      .prefault({}),
    /** Google Sheets that are read on a schedule; staff connect more with `sheets connect`. */
    sheets: z.array(sheetSchema).default([]),
    /** Columns that are needed or left out here, by object of Salesforce or kind of file and sheet; others are read where they are there. */
    columns: z
      .record(
        z.string().min(1),
        z.strictObject({
          required: z.array(z.string().min(1)).default([]),
          ignored: z.array(z.string().min(1)).default([]),
        }),
      )
      .default({}),
    /** How columns of survey exports and form sheets are read, by the survey's name. */
    surveys: z.record(z.string().min(1), surveySchema).default({}),
    analytics: z
      .strictObject({
        /** Google Analytics property, as in 123456789; without one nothing is read. */
        property: z.string().regex(/^\d+$/, "a property's number, as in 123456789").optional(),
        measures: z.array(z.string().min(1)).min(1).default(["activeUsers", "sessions", "screenPageViews"]),
        /** Broken down by this too, as in pagePath. */
        detail: z.string().min(1).optional(),
        /** Figures change for a while after their day: as many days are read again. */
        days: z.number().int().positive().max(365).default(30),
      })
      .prefault({}),
    reconcile: reconcileSchema,
    alerts: z
      .strictObject({
        /** Hours before an open problem is told again. */
        repeatHours: z.number().positive().default(24),
        /** Slack users who are mentioned, by check or "*" for all. */
        owners: z.record(z.string(), slackId).default({}),
        /** Hours without a good sync after which a source counts as missing, by source. */
        missingAfterHours: z.record(z.string(), z.number().positive()).default({ salesforce: 36 }),
        /** Minutes without a sign of the clock after which it counts as dead. */
        clockMinutes: z.number().positive().default(15),
      })
      .prefault({}),
    yearEnd: z
      .strictObject({
        /** Event types that a district's year-end report counts; none named: all. */
        eventTypes: z.array(z.string().min(1)).default([]),
        /** What is kept by hand beside it, by district, year and host: key → what it is called. */
        manualInputs: z.record(z.string().regex(/^[a-z0-9_]+$/), z.string().min(1)).default({
          math_relays_hs: "Math Relays, high school",
          math_relays_jr: "Math Relays, junior",
          math_relays_awards_hs: "Math Relays awards, high school",
          math_relays_awards_ms: "Math Relays awards, middle school",
          dia_irc_earned: "Data in Action, credentials earned",
          p2gd_dual_credit: "P2GD dual credit",
          p2t_completed: "P2T completed",
          cna_students: "CNA students",
          cma_students: "CMA students",
          college_credits_students: "Students with college credits",
          college_credits_total: "College credits earned",
          careers_on_wheels: "Careers on Wheels (5th grade)",
          holland_visits: "Holland visits",
          data_science: "Data science",
        }),
      })
      .prefault({}),
    /** Days since the last session held within which an organisation is active, and after which it has lapsed; quiet is between. */
    activity: z
      .strictObject({
        activeDays: z.number().int().positive().default(365),
        lapsedDays: z.number().int().positive().default(730),
      })
      .prefault({}),
    /** Where the organisation explains its figures; every footer leads there. */
    handbook: z.url({ protocol: /^https?$/ }).optional(),
    checklist: checklistSchema,
    /** Pages for people outside Slack; without a port there are none. */
    web: z
      .strictObject({
        port: z.number().int().min(1).max(65_535).optional(),
        /** The address to listen on: of this machine alone, or 0.0.0.0 behind a proxy. */
        host: z.string().min(1).default("127.0.0.1"),
        /** How the pages are reached from outside, as in https://polaris.example.org */
        url: z.url().optional(),
        /** Hours for which a teacher's link opens their page. */
        teacherLinkHours: z.number().positive().default(48),
        /** Published connector sessions for district web pages and calendars. */
        feed: z
          .strictObject({
            enabled: z.boolean().default(false),
            cacheSeconds: z.number().int().nonnegative().default(900),
            /** Requests a minute from one address. */
            perMinute: z.number().int().positive().default(60),
          })
          .prefault({}),
      })
      .prefault({}),
    /** Commands that nobody here needs, each with all whose names begin with it: nothing speaks of them. */
    hide: z.array(z.string().trim().toLowerCase()).default([]),
    matching: matchingSchema,
    identity: identitySchema,
    /** Who is in charge of an event, and when they are reminded. */
    ownership: z
      .strictObject({
        /** Days before the event. */
        remindDays: z.array(z.number().int().nonnegative()).default([7, 2]),
        /** Without a presenter, an event is urgent within so many days, and soon within so many. */
        urgentDays: z.number().int().positive().default(7),
        soonDays: z.number().int().positive().default(14),
        /** Hours of the day, in the organisation's zone, within which people are reminded. */
        workingHours: z.strictObject({ from: hour.default(8), to: hour.default(17) }).prefault({}),
      })
      .prefault({}),
    /** Prospective leads: the monthly files of outside lists. What each list looks like stands in config/lead-sources. */
    leads: z
      .strictObject({
        /** A difference from Salesforce in one of these makes a known lead an updated one (ruling L3). */
        importantFields: z
          .array(z.enum(["phone", "email", "company", "person", "address", "capacity", "licence_status"]))
          .default(["phone", "email", "company", "address", "capacity"]),
        /** A file with less than this share of its source's usual rows is an alert: half a file is one, also of a list that has grown since. */
        smallestShare: z.number().min(0).max(1).default(0.7),
        /** A source without a new file for so many days is an alert. */
        staleDays: z.number().int().positive().default(45),
        /** A folder whose files are taken in as they appear; a relative path is within the data folder. */
        folder: z.string().min(1).optional(),
        /** The id of a folder of Google Drive, likewise. */
        driveFolder: z.string().min(1).optional(),
      })
      .prefault({}),
    /** The public sign-up service (VolunTeach): where its list of upcoming events is read; without an address it is not. */
    signUps: z.strictObject({ url: z.url().optional() }).prefault({}),
    /** What has outlived its use is forgotten: earlier copies of rows, settled quarantine, lines behind buttons. */
    housekeeping: z.strictObject({ keepMonths: z.number().int().positive().default(24) }).prefault({}),
    /** Backups of the pool, on this machine. */
    backup: z
      .strictObject({
        /** Where they are written; a relative path is within the data folder. */
        folder: z.string().min(1).default("backups"),
        /** Older ones are removed once a new one is there. */
        keepDays: z.number().int().positive().default(14),
        /** Hours without a good backup after which that is an alert. */
        missingAfterHours: z.number().positive().default(48),
      })
      .prefault({}),
    /** What is posted on a schedule from the start; staff set up more with `subscribe`. */
    digests: z
      .array(
        z.strictObject({
          name: z.string().min(1),
          /** Any command line. */
          line: z.string().min(1),
          /** As in `subscribe`: "weekly mon 8:00", "daily 7:30", "monthly 1 8:00", "year end 8:00". */
          when: z.string().min(1),
          /** A channel's id, or `managers` or `alerts`. */
          to: z.string().min(1),
        }),
      )
      .default([]),
    slack: z
      .strictObject({
        admins: z.array(slackId).default([]),
        /** Private, unshared channels that may show names. */
        trustedChannels: z.array(slackId).default([]),
        /** Slack user group id → role. */
        roleGroups: z.record(z.string(), z.enum(["admin", "staff", "coordinator"])).default({}),
        /** Slack user → names of the districts whose aggregates they may see. */
        districtViewers: z.record(slackId, z.array(z.string().min(1)).min(1)).default({}),
        /** Who may have rows of students, in a folder of the shared drive; in Slack nobody. */
        studentReaders: z.array(slackId).default([]),
        /** Where events without an owner or presenter are posted, to be claimed. */
        connectorChannel: slackId.optional(),
        managersChannel: slackId.optional(),
        /** Where the month's new and updated leads are posted. */
        salesChannel: slackId.optional(),
        alertsChannel: slackId.optional(),
      })
      .prefault({}),
    jobs: z
      .strictObject({
        backup: jobAt("15 1 * * *"),
        "sync-salesforce": jobAt("0 2 * * *"),
        "sync-sheets": jobAt("30 2 * * *"),
        "sync-analytics": jobAt("0 3 * * *"),
        reconcile: jobAt("30 3 * * *"),
        quality: jobAt("45 3 * * *"),
        duplicates: jobAt("15 4 * * *"),
        skills: jobAt("30 4 * * *"),
        heartbeat: jobAt("*/5 * * * *"),
        housekeeping: jobAt("45 4 * * 0"),
        "sign-ups": jobAt("15 * * * *"),
        "lead-files": jobAt("*/15 * * * *"),
        "lead-statuses": jobAt("0 5 * * 0"),
        "weekly-metrics": jobAt("0 8 * * 1"),
        "events-without-owner": jobAt("0 8 * * 1-5"),
        leads: jobAt("0 9 1 * *"),
        reminders: jobAt("0 8-17 * * 1-5"),
      })
      .prefault({}),
  })
  .prefault({})
  // Kept in files of their own, which are no keys of organization.yml.
  .transform((organization) => ({
    ...organization,
    pathways: standardPathways(),
    leadSources: standardLeadSources(),
  }));

export type Organization = z.infer<typeof organizationSchema>;

/** The names of values that differ from the default, for the footer (rulings.md, preamble). */
export function deviationsOf(organization: Organization): string[] {
  const defaults: Organization = organizationSchema.parse(undefined);
  const figureRules = [
    "timeZone",
    "schoolYearStartMonth",
    "studentsPerClassroom",
    "longestFallbackHours",
    "smallestDemographicGroup",
    "peopleOfColor",
    "local",
    "roleAddresses",
    "surnamesPerAddress",
  ] as const;
  const differs = (key: keyof Organization): boolean =>
    JSON.stringify(organization[key]) !== JSON.stringify(defaults[key]);
  return [
    ...figureRules.filter(differs).map((key) => `${key} = ${JSON.stringify(organization[key])}`),
    ...(differs("pathways") ? ["pathways.yml of its own"] : []),
  ];
}
