import { z } from "zod";
import { knownField } from "./catalogue.js";
import { faultSchema } from "./faults.js";
import { fieldOf } from "./fields.js";
import { json, type OrgReply, type OrgRequest } from "./http.js";
import type { OrgParts } from "./parts.js";
import { reportSchema } from "./report-model.js";
import { OrgDataError } from "./values.js";

const address = z.strictObject({
  street: z.string().nullish(),
  city: z.string().nullish(),
  state: z.string().nullish(),
  postalCode: z.string().nullish(),
  country: z.string().nullish(),
});
const record = z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null(), address]));
const oneRecord = z.strictObject({ object: z.string(), id: z.string() });
const oneField = z.strictObject({ object: z.string(), field: z.string(), hidden: z.boolean().default(true) });

export const fieldTypes = ["string", "textarea", "picklist", "boolean", "int", "double", "date", "datetime"] as const;

const newField = z.strictObject({
  name: z.string(),
  type: z.enum(fieldTypes),
  length: z.number().int().positive().default(255),
});

/** One order of the control API: what it expects and what it does. */
interface Order {
  run(org: OrgParts, body: unknown): unknown;
}

const order = <Schema extends z.ZodType>(
  schema: Schema,
  run: (org: OrgParts, input: z.output<Schema>) => unknown,
): Order => ({ run: (org, body) => run(org, schema.parse(body)) });

const nothing = z.unknown();

/** The state that a test or a console wants to see. */
const state = (org: OrgParts): unknown => ({
  orgId: org.settings.orgId,
  username: org.settings.username,
  now: new Date(org.clock()).toISOString(),
  api: { used: org.limit.used, max: org.limit.max },
  paging: org.paging,
  faults: org.faults.list(),
  jobs: org.jobs.byId.size,
  records: Object.fromEntries(org.storage.catalogue.all().map(({ name }) => [name, org.records.count(name)])),
});

const changeSchema = (org: OrgParts, change: Parameters<OrgParts["storage"]["change"]>[0]): void =>
  org.storage.change(change, org.clock());

const orders: Readonly<Record<string, Order>> = {
  "GET state": order(nothing, state),
  "GET log": order(nothing, (org) => org.log.all()),
  "DELETE log": order(nothing, (org) => org.log.clear()),

  "GET faults": order(nothing, (org) => org.faults.list()),
  "POST faults": order(faultSchema, (org, fault) => ({ id: org.faults.add(fault) })),
  "DELETE faults": order(nothing, (org) => org.faults.clear()),

  "POST tokens/expire": order(nothing, (org) => org.sessions.expireAll()),
  "POST tokens/refuse": order(z.strictObject({ refuse: z.boolean() }), (org, { refuse }) =>
    org.sessions.refuseAll(refuse),
  ),
  "POST login/refuse": order(
    z.strictObject({
      refuse: z.boolean(),
      error: z.string().default("invalid_grant"),
      description: z.string().default("authentication failure"),
    }),
    (org, { refuse, error, description }) => org.sessions.refuseLogin(refuse ? { error, description } : null),
  ),
  "POST locators/expire": order(nothing, (org) => org.cursors.expireAll()),
  "POST limit": order(
    z.strictObject({ max: z.number().int().positive().optional(), used: z.number().int().nonnegative().optional() }),
    (org, { max, used }) => {
      org.limit.max = max ?? org.limit.max;
      org.limit.used = used ?? org.limit.used;
    },
  ),
  "POST paging": order(
    z.strictObject({
      restPageRows: z.number().int().min(1).max(2000).optional(),
      bulkPageRows: z.number().int().min(1).optional(),
      bulkPollsUntilDone: z.number().int().nonnegative().optional(),
    }),
    (org, paging) => Object.assign(org.paging, paging),
  ),
  "POST jobs/fail-next": order(z.strictObject({ message: z.string() }), (org, { message }) =>
    org.jobs.failNext(message),
  ),

  "GET reports": order(nothing, (org) => org.reports.all().map(({ id, name, folder }) => ({ id, name, folder }))),
  "POST reports/save": order(reportSchema, (org, report) => org.reports.add(report)),
  "POST reports/share": order(z.strictObject({ id: z.string(), shared: z.boolean() }), (org, { id, shared }) =>
    org.reports.share(id, shared),
  ),

  "POST records/load": order(z.record(z.string(), z.array(record)), (org, rows) => org.records.load(rows)),
  "POST records/insert": order(z.strictObject({ object: z.string(), record }), (org, input) => ({
    id: org.records.insert(input.object, input.record),
  })),
  "POST records/late-commit": order(
    z.strictObject({ object: z.string(), record, stamp: z.iso.datetime({ offset: true }) }),
    (org, input) => ({ id: org.records.commitLate(input.object, input.record, input.stamp) }),
  ),
  "POST records/edit": order(
    oneRecord.extend({ fields: record, stamp: z.union([z.boolean(), z.string()]).default(true) }),
    (org, { object, id, fields, stamp }) => org.records.edit(object, id, fields, { stamp }),
  ),
  "POST records/delete": order(oneRecord, (org, { object, id }) => org.records.remove(object, id)),
  "POST records/undelete": order(oneRecord, (org, { object, id }) => org.records.restore(object, id)),
  "POST records/purge": order(oneRecord.extend({ forget: z.boolean().default(false) }), (org, input) =>
    org.records.purge(input.object, input.id, input.forget),
  ),
  "POST records/merge": order(
    z.strictObject({ object: z.string(), winner: z.string(), loser: z.string() }),
    (org, { object, winner, loser }) => org.records.merge(object, winner, loser),
  ),
  "POST records/get": order(oneRecord, (org, { object, id }) => org.records.get(object, id) ?? null),

  "POST fields/rename": order(z.strictObject({ object: z.string(), from: z.string(), to: z.string() }), (org, input) =>
    changeSchema(org, { kind: "rename", ...input }),
  ),
  "POST fields/hide": order(oneField, (org, { object, field, hidden }) => {
    knownField(org.storage.catalogue.knownObject(object), field);
    changeSchema(org, { kind: "hide", object, field, hidden });
  }),
  "POST fields/add": order(
    z.strictObject({ object: z.string(), field: newField }),
    (org, { object, field: { name, type, length } }) =>
      changeSchema(org, { kind: "add", object, field: fieldOf(name, type, { length }) }),
  ),
};

function bodyOf(request: OrgRequest): unknown {
  if (request.method === "GET" || request.body === "") return {};
  return JSON.parse(request.body);
}

/** `/_control/…`: what the sandbox and the tests do to the organisation from outside. Answers JSON. */
export function control(org: OrgParts, request: OrgRequest): OrgReply {
  const name = `${request.method} ${request.url.pathname.slice("/_control/".length)}`;
  const known = orders[name];
  if (!known) return json(404, { error: `There is no ${name}`, orders: Object.keys(orders) });
  try {
    return json(200, known.run(org, bodyOf(request)) ?? { ok: true });
  } catch (cause) {
    if (cause instanceof z.ZodError) return json(400, { error: z.prettifyError(cause) });
    if (cause instanceof OrgDataError || cause instanceof SyntaxError) return json(400, { error: cause.message });
    throw cause;
  }
}
