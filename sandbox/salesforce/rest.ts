import { analytics } from "./analytics.js";
import { bulk } from "./bulk.js";
import { describeBriefly, describeGlobal, describeObject } from "./describe.js";
import { json, type OrgReply, type OrgRequest } from "./http.js";
import type { OrgParts } from "./parts.js";
import { query, queryMore, retrieve } from "./query.js";
import { notFound, SalesforceRefusal } from "./refusal.js";
import { deleted, updated } from "./replication.js";

const oldestVersion = 50;
const newestVersion = 64;
const seasons = ["Winter", "Spring", "Summer"];

/** Three releases a year; 50.0 was Winter '21. */
const versions = Array.from({ length: newestVersion - oldestVersion + 1 }, (_, since) => {
  const version = `${oldestVersion + since}.0`;
  const label = `${seasons[since % 3]} '${21 + Math.floor(since / 3)}`;
  return { label, url: `/services/data/v${version}`, version };
});

const resources = ["query", "queryAll", "sobjects", "limits", "jobs", "analytics"];

const writes = ["POST", "PATCH", "PUT", "DELETE"];

/** The integration user may only read: whoever tries to write is told so. */
function refuseWriting(method: string): void {
  if (!writes.includes(method)) return;
  const message = "insufficient access rights on cross-reference id";
  throw new SalesforceRefusal(403, "INSUFFICIENT_ACCESS_OR_READONLY", message);
}

function sobjects(org: OrgParts, request: OrgRequest, path: readonly string[], version: string): OrgReply {
  refuseWriting(request.method);
  const [name, resource] = path;
  if (name === undefined) return describeGlobal(org, version);
  switch (resource) {
    case undefined:
      return describeBriefly(org, name, version);
    case "describe":
      return describeObject(org, request, name, version);
    case "deleted":
      return deleted(org, request, name);
    case "updated":
      return updated(org, request, name);
    default:
      return retrieve(org, request, name, resource, version);
  }
}

function resource(org: OrgParts, request: OrgRequest, path: readonly string[], version: string): OrgReply {
  const [first, second, ...more] = path;
  switch (first) {
    case undefined:
      return json(200, Object.fromEntries(resources.map((name) => [name, `/services/data/v${version}/${name}`])));
    case "query":
    case "queryAll":
      if (second !== undefined) return queryMore(org, second, version);
      return query(org, request, version, first === "queryAll");
    case "sobjects":
      return sobjects(org, request, path.slice(1), version);
    case "limits":
      return json(200, org.limit.report(org.jobs.byId.size));
    case "analytics":
      return analytics(org, request, path.slice(1), version);
    case "jobs":
      if (second === "query") return bulk(org, request, more, version);
      refuseWriting(request.method);
      throw notFound();
    default:
      refuseWriting(request.method);
      throw notFound();
  }
}

/** `/services/data…`: checks the token and the API allowance, then answers. */
export function rest(org: OrgParts, request: OrgRequest): OrgReply {
  const [version, ...path] = request.url.pathname.split("/").filter(Boolean).slice(2).map(decodeURIComponent);
  if (version === undefined) return json(200, versions);
  const known = versions.find((one) => `v${one.version}` === version);
  if (!known) throw notFound();
  org.sessions.check(request.headers.authorization);
  org.limit.spend();
  return resource(org, request, path, known.version);
}
