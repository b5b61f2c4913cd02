import { randomBytes } from "node:crypto";
import { z } from "zod";
import { type Shape, selected } from "./fields.js";
import { type Call, type Endpoint, scope } from "./http.js";
import type { CloudParts } from "./parts.js";
import { driveRefusal, fileNotFound, storageQuotaExceeded } from "./refusal.js";
import { SPREADSHEET, Spreadsheet } from "./spreadsheet.js";
import { tabsOfWorkbook, WORKBOOK } from "./uploads.js";

const reading = ["drive", "drive.readonly", "drive.metadata", "drive.metadata.readonly", "drive.file"].map(scope);
const writing = [scope("drive"), scope("drive.file")];

const FILE: Shape = {
  kind: true,
  id: true,
  name: true,
  mimeType: true,
  version: true,
  modifiedTime: true,
  trashed: true,
  parents: true,
  driveId: true,
  webViewLink: true,
  headRevisionId: true,
  appProperties: true,
  capabilities: { canAddChildren: true },
};
const FILES: Shape = { kind: true, incompleteSearch: true, nextPageToken: true, files: FILE };
const USUAL = "kind,id,name,mimeType";

/** A link leads to a page of the stand-in, where Google's would lead to the sheet itself. */
const resource = (cloud: CloudParts, file: Spreadsheet): unknown => ({
  kind: "drive#file",
  id: file.id,
  name: file.title,
  mimeType: file.mimeType,
  version: String(file.version),
  modifiedTime: new Date(file.modifiedAt).toISOString(),
  trashed: file.trashed,
  webViewLink: `${cloud.baseUrl()}/spreadsheets/d/${file.id}/edit`,
  appProperties: file.appProperties,
  ...(file.folder === null ? {} : { parents: [file.folder], driveId: "0ASharedDrive" }),
});

/** A folder of a Shared Drive, for those who may write into it. */
function folder(cloud: CloudParts, { bearer, parts, query }: Call): unknown {
  const id = parts.id ?? "";
  if (!cloud.folders.get(id)?.has(bearer.email) || query.get("supportsAllDrives") !== "true") return null;
  const mimeType = "application/vnd.google-apps.folder";
  return {
    kind: "drive#file",
    id,
    name: id,
    mimeType,
    driveId: "0ASharedDrive",
    capabilities: { canAddChildren: true },
  };
}

/** The file, when the caller may see it; one of a Shared Drive only when the caller says that it understands them. */
function opened(cloud: CloudParts, { bearer, parts, query }: Call): Spreadsheet {
  const id = parts.id ?? "";
  const file = cloud.spreadsheets.get(id);
  if (file === undefined || !file.sharedWith.has(bearer.email)) throw fileNotFound(id);
  if (file.folder !== null && query.get("supportsAllDrives") !== "true") throw fileNotFound(id);
  return file;
}

const newFile = z.object({
  name: z.string().default("Untitled"),
  mimeType: z.string().default("application/octet-stream"),
  parents: z.array(z.string()).default([]),
  appProperties: z.record(z.string().max(124), z.string().max(124)).default({}),
});
const newPermission = z.object({
  type: z.enum(["user", "group", "domain", "anyone"]),
  role: z.enum(["reader", "commenter", "writer"]),
  emailAddress: z.string().optional(),
});

const badRequest = (message: string) => driveRefusal(400, message, { domain: "global", reason: "badRequest" });

async function create(cloud: CloudParts, { bearer, query, body, upload }: Call): Promise<Spreadsheet> {
  const parsed = newFile.safeParse(body);
  if (!parsed.success) throw badRequest("Bad Request");
  const { name, mimeType, parents, appProperties } = parsed.data;
  const [folder] = parents;
  const members = folder === undefined ? undefined : cloud.folders.get(folder);
  if (folder === undefined || members === undefined || query.get("supportsAllDrives") !== "true") {
    if (folder !== undefined && members === undefined) throw fileNotFound(folder);
    throw storageQuotaExceeded();
  }
  if (!members.has(bearer.email))
    throw driveRefusal(403, "The user does not have sufficient permissions for this file.", {
      domain: "global",
      reason: "insufficientFilePermissions",
    });
  const id = randomBytes(33).toString("base64url");
  const isConverted = mimeType === SPREADSHEET && upload !== null;
  if (isConverted && upload.mimeType !== WORKBOOK) throw badRequest("Bad Request. The conversion is not supported.");
  const tabs = isConverted ? await tabsOfWorkbook(upload.media) : mimeType === SPREADSHEET ? [{ title: "Sheet1" }] : [];
  const file = new Spreadsheet(
    { id, title: name, tabs, folder, mimeType, appProperties, sharedWith: [...members] },
    cloud.clock,
  );
  cloud.spreadsheets.set(id, file);
  return file;
}

const BY_PROPERTY =
  /^appProperties has \{ key='(?<key>[^']+)' and value='(?<value>[^']+)' \}(?<alive> and trashed = false)?$/;

/** Files by what the program kept with them: the one question that the stand-in understands. */
function list(cloud: CloudParts, { bearer, query }: Call): unknown {
  const asked = BY_PROPERTY.exec(query.get("q") ?? "")?.groups;
  if (asked?.key === undefined) throw badRequest("Invalid Value");
  const { key, value, alive } = asked;
  const ofAllDrives = query.get("supportsAllDrives") === "true" && query.get("includeItemsFromAllDrives") === "true";
  const files = [...cloud.spreadsheets.values()].filter(
    (file) =>
      file.sharedWith.has(bearer.email) &&
      (file.folder === null || ofAllDrives) &&
      file.appProperties[key] === value &&
      (alive === undefined || !file.trashed),
  );
  return { kind: "drive#fileList", incompleteSearch: false, files: files.map((file) => resource(cloud, file)) };
}

function share(file: Spreadsheet, body: unknown): unknown {
  const parsed = newPermission.safeParse(body);
  if (!parsed.success) throw badRequest("The permission type field is required.");
  const { type, role, emailAddress } = parsed.data;
  if (type === "user" && emailAddress === undefined)
    throw badRequest("The specified emailAddress is invalid or not applicable for the given permission type.");
  if (emailAddress !== undefined) file.sharedWith.add(emailAddress);
  file.touch();
  return { kind: "drive#permission", id: randomBytes(8).toString("hex"), type, role };
}

/** Drive API v3, as far as spreadsheets need it. */
export const driveEndpoints = (cloud: CloudParts): readonly Endpoint[] => [
  {
    method: "GET",
    path: /^\/drive\/v3\/files\/(?<id>[^/]+)$/,
    scopes: reading,
    run: (call) =>
      selected(folder(cloud, call) ?? resource(cloud, opened(cloud, call)), call.query.get("fields") ?? USUAL, FILE),
  },
  {
    method: "GET",
    path: /^\/drive\/v3\/files$/,
    scopes: reading,
    run: (call) =>
      selected(list(cloud, call), call.query.get("fields") ?? `kind,incompleteSearch,files(${USUAL})`, FILES),
  },
  {
    method: "POST",
    path: /^(?:\/upload)?\/drive\/v3\/files$/,
    scopes: writing,
    run: async (call) => selected(resource(cloud, await create(cloud, call)), call.query.get("fields") ?? USUAL, FILE),
  },
  {
    method: "POST",
    path: /^\/drive\/v3\/files\/(?<id>[^/]+)\/permissions$/,
    scopes: writing,
    run: (call) => share(opened(cloud, call), call.body),
  },
];
