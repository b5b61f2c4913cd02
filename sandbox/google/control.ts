import { z } from "zod";
import { faultSchema } from "../salesforce/faults.js";
import { type CloudReply, type CloudRequest, json } from "./http.js";
import type { CloudParts } from "./parts.js";
import { Workbook } from "./workbook.js";

/** One order of the control API: what it expects and what it does. */
interface Order {
  run(cloud: CloudParts, body: unknown): unknown;
}

const order = <Schema extends z.ZodType>(
  schema: Schema,
  run: (cloud: CloudParts, input: z.output<Schema>) => unknown,
): Order => ({ run: (cloud, body) => run(cloud, schema.parse(body)) });

const nothing = z.unknown();
const cell = z.union([
  z.string(),
  z.number(),
  z.boolean(),
  z.null(),
  z.strictObject({ date: z.string() }),
  z.strictObject({ dateTime: z.string() }),
  z.strictObject({ error: z.string() }),
  z.strictObject({ value: z.number(), shown: z.string() }),
]);
const place = z.int().positive();
const inTab = z.strictObject({ spreadsheet: z.string(), tab: z.string() });
const sharing = z.strictObject({ spreadsheet: z.string(), email: z.string() });

function workbook(cloud: CloudParts, id: string): Workbook {
  const found = cloud.spreadsheets.get(id);
  if (found === undefined) throw new RangeError(`There is no spreadsheet ${id}`);
  return new Workbook(found);
}

const state = (cloud: CloudParts): unknown => ({
  now: new Date(cloud.clock()).toISOString(),
  spreadsheets: [...cloud.spreadsheets.values()].map(({ id, title, version, tabs, sharedWith }) => ({
    id,
    title,
    version,
    tabs: tabs.map((tab) => tab.title),
    sharedWith: [...sharedWith],
  })),
  properties: [...cloud.properties.keys()],
  faults: cloud.faults.list(),
});

const orders: Readonly<Record<string, Order>> = {
  "GET state": order(nothing, state),
  "GET log": order(nothing, (cloud) => cloud.log.all()),
  "DELETE log": order(nothing, (cloud) => cloud.log.clear()),
  "GET faults": order(nothing, (cloud) => cloud.faults.list()),
  "POST faults": order(faultSchema, (cloud, fault) => ({ id: cloud.faults.add(fault) })),
  "DELETE faults": order(nothing, (cloud) => cloud.faults.clear()),
  "POST cells/set": order(inTab.extend({ row: place, column: place, value: cell }), (cloud, input) =>
    workbook(cloud, input.spreadsheet).set(input.tab, input.row, input.column, input.value),
  ),
  "POST rows/append": order(inTab.extend({ values: z.array(cell) }), (cloud, input) =>
    workbook(cloud, input.spreadsheet).appendRow(input.tab, input.values),
  ),
  "POST rows/remove": order(inTab.extend({ row: place }), (cloud, input) =>
    workbook(cloud, input.spreadsheet).removeRow(input.tab, input.row),
  ),
  "POST tabs/rename": order(inTab.extend({ name: z.string() }), (cloud, input) =>
    workbook(cloud, input.spreadsheet).rename(input.tab, input.name),
  ),
  "POST share": order(sharing, (cloud, { spreadsheet, email }) => workbook(cloud, spreadsheet).share(email)),
  "POST unshare": order(sharing, (cloud, { spreadsheet, email }) => workbook(cloud, spreadsheet).unshare(email)),
  "POST tokens/expire": order(nothing, (cloud) => cloud.accounts.expireAll()),
  "POST tokens/refuse": order(z.strictObject({ refuse: z.boolean() }), (cloud, { refuse }) =>
    cloud.accounts.refuseAll(refuse),
  ),
  "POST quota": order(
    z.strictObject({ perProject: z.int().nonnegative().optional(), perUser: z.int().nonnegative().optional() }),
    (cloud, limits) => {
      Object.assign(cloud.reads.limits, limits);
    },
  ),
};

/** `/_control/…`: what the sandbox and the tests do to the stand-in from outside. Answers JSON. */
export function control(cloud: CloudParts, request: CloudRequest): CloudReply {
  const name = `${request.method} ${request.url.pathname.slice("/_control/".length)}`;
  const known = orders[name];
  if (!known) return json(404, { error: `There is no ${name}`, orders: Object.keys(orders) });
  try {
    const body = request.method === "GET" || request.body === "" ? {} : JSON.parse(request.body);
    return json(200, known.run(cloud, body) ?? { ok: true });
  } catch (cause) {
    if (cause instanceof z.ZodError) return json(400, { error: z.prettifyError(cause) });
    if (cause instanceof RangeError || cause instanceof SyntaxError) return json(400, { error: cause.message });
    throw cause;
  }
}
