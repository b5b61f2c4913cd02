import { enqueueInside } from "../../../src/delivery/index.js";
import { type Delivered, deliverLeads } from "../../../src/leads/index.js";
import type { Pool } from "../../../src/pool/index.js";
import { organizationSchema } from "../../../src/runtime/index.js";
import { type FilledLead, MONTHS } from "../list/filled.js";

const ORGANIZATION = organizationSchema.parse(undefined);
export const NOV = "2026-11-01T15:00:00.000Z";

export const CAPACITY = { field: "capacity", was: "20", now: "24", file_id: 1, file_date: MONTHS[0] };
export const PHONE = { field: "phone", was: "2095550001", now: "2095550002", file_id: 1, file_date: MONTHS[0] };

/** A new lead with a person, one of several lists without a phone, and one of Salesforce that changed. */
export const LITTLE_STARS: FilledLead = {
  id: 1,
  company: "Little Stars",
  person: "Maria Garcia Lopez",
  email: "maria@example.org",
  licence: "L-77",
  capacity: 24,
};
export const SUNNY_DAYS: FilledLead = {
  id: 2,
  company: "Sunny Days",
  state: "TX",
  sources: ["source_1", "source_2"],
  phone: null,
};
export const CHANGED_HOUSE: FilledLead = {
  id: 5,
  company: "Changed House",
  standing: "updated",
  differences: [CAPACITY],
};

/** Sends what is due to the sales channel, as the schedule does. */
export const deliverMonth = (pool: Pool, now = NOV, again = false): Promise<Delivered> =>
  pool.transaction((tx) =>
    deliverLeads(tx, ORGANIZATION, {
      channel: "C0SALES",
      month: now.slice(0, 7),
      by: "schedule",
      now,
      again,
      sample: false,
      post: enqueueInside,
    }),
  );
