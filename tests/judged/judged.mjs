// The judged set in a pool: volunteers with their history, and each ask as an event. Plain JavaScript, so that tests and benches alike can use it.
import { readFileSync } from "node:fs";
import path from "node:path";
import sql from "sql-template-tag";
import { parse } from "yaml";

/** The day on which everything is asked; the events are three weeks later, one a day. */
export const TODAY = "2026-11-20";
const FIRST_DAY = Date.parse("2026-12-11T00:00:00Z");
const dayOf = (place) => new Date(FIRST_DAY + place * 86_400_000).toISOString().slice(0, 10);
const ROW = {
  source: "salesforce",
  record_hash: "0",
  batch_id: 1,
  first_seen_at: `${TODAY}T00:00:00.000Z`,
  last_seen_at: `${TODAY}T00:00:00.000Z`,
};
const LOCAL = new Set(["640", "641", "647", "649", "660", "661", "662"]);
const PARTIAL = new Set(["644", "645", "646", "653", "664", "665", "666", "667", "668"]);
const VIRTUAL = new Set(["connector_session", "virtual_session"]);

const read = (name) => parse(readFileSync(path.join(import.meta.dirname, name), "utf8"));

/** Volunteers by key, and asks. */
export const readJudged = () => ({ volunteers: read("volunteers.yml"), asks: read("asks.yml") });

export const sourceIdOf = (key) => `judged-${key}`;

/** The discounted gain of the first `most` of a list, as a share of the best there could be (nDCG). */
export function gainOf(listed, grades, most = 10) {
  const discounted = (values) =>
    values.slice(0, most).reduce((sum, grade, place) => sum + (2 ** grade - 1) / Math.log2(place + 2), 0);
  const best = discounted([...grades.values()].sort((a, b) => b - a));
  return best === 0 ? 1 : discounted(listed.map((key) => grades.get(key) ?? 0)) / best;
}

/** Key → grade of one ask. */
export const gradesOf = ({ grades }) =>
  new Map(Object.entries(grades).flatMap(([grade, keys]) => keys.map((key) => [key, Number(grade)])));

/** Whom a list for this ask must not name. */
export const forbiddenOf = (ask, volunteers) =>
  new Set([
    ...Object.entries(volunteers)
      .filter(([, { marks = [] }]) => marks.length > 0)
      .map(([key]) => key),
    ...(ask.signedUp ?? []),
    ...(ask.declined ?? []),
    ...(ask.busy ?? []),
  ]);

/** Writes everything into an empty pool and gives each ask's event id. */
export async function settle(pool, { volunteers, asks }) {
  return pool.transaction(async (tx) => {
    const insert = async (table, row) => {
      const names = Object.keys(row);
      const values = names.map((name) => row[name]);
      const text = `INSERT INTO ${table} (${names.join(", ")}) VALUES `;
      const statement = values.slice(1).reduce((all, value) => sql`${all}, ${value}`, sql`${values[0]}`);
      const [{ id }] = await tx.query(sql([`${text}(`, ") RETURNING id"], statement));
      return id;
    };
    const contacts = await settleVolunteers(insert, tx, volunteers);
    const ids = new Map();
    for (const [place, ask] of asks.entries())
      ids.set(ask.key, await settleAsk(insert, tx, { ask, contacts, day: dayOf(place) }));
    return ids;
  });
}

async function settleVolunteers(insert, tx, volunteers) {
  const contacts = new Map();
  const organizations = new Map();
  const events = new Map();
  for (const [key, one] of Object.entries(volunteers)) {
    const marks = new Set(one.marks ?? []);
    const id = await insert("contact", {
      ...ROW,
      source_id: sourceIdOf(key),
      kind: "volunteer",
      full_name: one.name,
      title: one.title || null,
      email: `${key}@example.org`,
      phone: "8165550100",
      do_not_call: false,
      do_not_contact: marks.has("do-not-contact"),
      email_opt_out: marks.has("opted out"),
      email_bounced_on: marks.has("bounced") ? "2026-01-05" : null,
      status: marks.has("inactive") ? "inactive" : "active",
      excluded: marks.has("excluded"),
      connector_active: (one.came ?? []).some((each) => VIRTUAL.has(each.split(" ")[0])),
      local_status: localOf(one.zip),
      local_basis: "address",
    });
    await tx.run(sql`UPDATE contact SET person_id = id WHERE id = ${id}`);
    contacts.set(key, id);
    for (const skill of one.skills) await insert("contact_skill", { contact_id: id, skill, source: "salesforce_text" });
    if (!organizations.has(one.org))
      organizations.set(
        one.org,
        await insert("organization", {
          ...ROW,
          source_id: `org-${organizations.size}`,
          name: one.org,
          name_key: one.org.toLowerCase(),
          type: "Business",
        }),
      );
    await insert("affiliation", {
      ...ROW,
      source_id: `aff-${key}`,
      contact_id: id,
      organization_id: organizations.get(one.org),
      account_kind: "organization",
      account_source_id: "001",
      is_primary: true,
      status: "current",
    });
    for (const came of one.came ?? []) await settleHistory(insert, events, { id, key, came });
  }
  return contacts;
}

export const localOf = (zip) =>
  LOCAL.has(zip.slice(0, 3)) ? "local" : PARTIAL.has(zip.slice(0, 3)) ? "partial" : "non_local";

/** "career_fair 3 2026-05": three of them, the last in May, one a month. Who came in the same month came to the same event. */
async function settleHistory(insert, events, { id, key, came }) {
  const [type, times, last] = came.split(" ");
  for (let before = 0; before < Number(times); before++) {
    const day = monthBefore(last, before);
    const name = `${type} ${day}`;
    if (!events.has(name))
      events.set(
        name,
        await insert(
          "event",
          eventRow({
            sourceId: `past-${name}`,
            title: "An earlier event",
            type,
            day,
            virtual: VIRTUAL.has(type),
            status: "Completed",
          }),
        ),
      );
    await insert("participation", participationRow(`was-${key}-${name}`, events.get(name), id, "attended"));
  }
}

function monthBefore(month, before) {
  const date = new Date(`${month}-05T00:00:00Z`);
  date.setUTCMonth(date.getUTCMonth() - before);
  return date.toISOString().slice(0, 10);
}

async function settleAsk(insert, tx, { ask, contacts, day }) {
  const id = await insert(
    "event",
    eventRow({
      sourceId: `ask-${ask.key}`,
      title: ask.title,
      type: ask.type,
      day,
      virtual: ask.format === "virtual",
      status: "Confirmed",
      description: ask.description,
      cluster: ask.cluster,
    }),
  );
  if (ask.pathway !== undefined)
    await tx.run(sql`INSERT INTO event_pathway (event_id, pathway, basis) VALUES (${id}, ${ask.pathway}, 'link')`);
  for (const key of ask.signedUp ?? [])
    await insert("participation", participationRow(`on-${ask.key}-${key}`, id, contacts.get(key), "confirmed"));
  for (const key of ask.declined ?? [])
    await insert("outreach_attempt", {
      contact_source: ROW.source,
      contact_source_id: sourceIdOf(key),
      event_source: ROW.source,
      event_source_id: `ask-${ask.key}`,
      method: "email",
      outcome: "declined",
      by: "U1",
      by_name: "Ada",
      at: `${TODAY}T00:00:00.000Z`,
      local_date: TODAY,
    });
  for (const key of ask.busy ?? []) {
    const other = await insert(
      "event",
      eventRow({
        sourceId: `other-${ask.key}`,
        title: "Another event",
        type: "advisory_sessions",
        day,
        virtual: false,
        status: "Confirmed",
      }),
    );
    await insert("participation", participationRow(`other-${ask.key}-${key}`, other, contacts.get(key), "confirmed"));
  }
  return id;
}

const eventRow = ({ sourceId, title, type, day, virtual, status, description = null, cluster = null }) => ({
  ...ROW,
  source_id: sourceId,
  title,
  description,
  career_cluster: cluster,
  type,
  format: virtual ? "virtual" : "in_person",
  status,
  starts_at: `${day}T16:00:00.000Z`,
  ends_at: `${day}T17:00:00.000Z`,
  local_date: day,
  local_time: "10:00",
  school_year: 2026,
  is_legacy_connector: false,
});

const participationRow = (sourceId, event_id, contact_id, status) => ({
  ...ROW,
  source_id: sourceId,
  event_id,
  contact_id,
  role: "volunteer",
  status,
  attended: status === "attended",
  counts: status === "attended",
});
