import type { Stage, Value } from "../../pool/index.js";
import type { LeadRecord } from "../../sources/index.js";

type Column = Stage["columns"][number] & { readonly of: (record: LeadRecord) => Value };

const text = (name: string, of: Column["of"]): Column => ({ name, type: "text", of });
const integer = (name: string, of: Column["of"]): Column => ({ name, type: "integer", of });

/** The columns of lead_version that a record fills, and what each takes of it. */
const COLUMNS: readonly Column[] = [
  text("row_key", ({ rowKey }) => rowKey),
  text("lead_key", ({ leadKey }) => leadKey),
  text("company", ({ company }) => company),
  text("company_key", ({ companyKey }) => companyKey),
  text("person", ({ person }) => person),
  text("person_role", ({ personRole }) => personRole),
  text("phone", ({ phone }) => phone),
  text("phone_raw", ({ phoneRaw }) => phoneRaw),
  text("phone_extension", ({ phoneExtension }) => phoneExtension),
  text("line1", ({ line1 }) => line1),
  text("line2", ({ line2 }) => line2),
  text("city", ({ city }) => city),
  text("state", ({ state }) => state),
  text("zip", ({ zip }) => zip),
  text("county", ({ county }) => county),
  text("address_raw", ({ addressRaw }) => addressRaw),
  text("address_key", ({ addressKey }) => addressKey),
  text("email", ({ email }) => email),
  text("licence", ({ licence }) => licence),
  text("licence_type", ({ licenceType }) => licenceType),
  text("licence_status", ({ licenceStatus }) => licenceStatus),
  text("licensed_on", ({ licensedOn }) => licensedOn),
  text("expires_on", ({ expiresOn }) => expiresOn),
  integer("capacity", ({ capacity }) => capacity),
  text("ages", ({ ages }) => ages),
  text("extra", ({ extra }) => JSON.stringify(extra)),
  text("problems", ({ problems }) => JSON.stringify(problems)),
  integer("problem_count", ({ problems }) => problems.length),
  integer("filled", ({ filled }) => filled),
];

export const RECORD_COLUMNS: Stage["columns"] = COLUMNS.map(({ name, type }) => ({ name, type }));

export const recordValues = (record: LeadRecord): Value[] => COLUMNS.map(({ of }) => of(record));
