import { createHash, randomBytes } from "node:crypto";
import { z } from "zod";
import { type Shape, selected } from "./fields.js";
import { type Call, type Endpoint, Media, scope } from "./http.js";
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
  size: true,
  md5Checksum: true,
  appProperties: true,
  capabilities: { canAddChildren: true },
};
const FILES: Shape = { kind: true, incompleteSearch: true, nextPageToken: true, files: FILE };
const USUAL = "kind,id,name,mimeType";

const md5 = (content: string): string => createHash("md5").update(content).digest("hex");

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
  ...(file.content === null ? {} : { size: String(Buffer.byteLength(file.content)), md5Checksum: md5(file.content) }),
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

const IN_FOLDER = /^'(?<folder>[\w-]+)' in parents(?<alive> and trashed ?= ?false)?$/;

/** Whether a file is asked for: by what the program kept with it, or by its folder; the stand-in understands no other question. */
function askedFor(question: string): (file: Spreadsheet) => boolean {
  const asked = (BY_PROPERTY.exec(question) ?? IN_FOLDER.exec(question))?.groups;
  if (asked === undefined) throw badRequest("Invalid Value");
  const { key, value, folder, alive } = asked;
  return (file) =>
    (key === undefined ? file.folder === folder : file.appProperties[key] === value) &&
    (alive === undefined || !file.trashed);
}

/** Files of one page; the token of the next says how many came before. */
function list(cloud: CloudParts, { bearer, query }: Call): unknown {
  const asked = askedFor(query.get("q") ?? "");
  const ofAllDrives = query.get("supportsAllDrives") === "true" && query.get("includeItemsFromAllDrives") === "true";
  const found = [...cloud.spreadsheets.values()].filter(
    (file) => file.sharedWith.has(bearer.email) && (file.folder === null || ofAllDrives) && asked(file),
  );
  const from = Number(query.get("pageToken") ?? 0);
  const to = from + Number(query.get("pageSize") ?? 100);
  return {
    kind: "drive#fileList",
    incompleteSearch: false,
    ...(to < found.length ? { nextPageToken: String(to) } : {}),
    files: found.slice(from, to).map((file) => resource(cloud, file)),
  };
}

/** A file's content, or what is known of it. */
function file(cloud: CloudParts, call: Call): unknown {
  if (call.query.get("alt") !== "media")
    return selected(
      folder(cloud, call) ?? resource(cloud, opened(cloud, call)),
      call.query.get("fields") ?? USUAL,
      FILE,
    );
  const { content, mimeType } = opened(cloud, call);
  if (content !== null) return new Media(mimeType, content);
  throw driveRefusal(403, "Only files with binary content can be downloaded. Use Export with Docs Editors files.", {
    domain: "global",
    reason: "fileNotDownloadable",
    location: "alt",
  });
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

/** Drive API v3, as far as spreadsheets and the files of a folder need it. */
export const driveEndpoints = (cloud: CloudParts): readonly Endpoint[] => [
  {
    method: "GET",
    path: /^\/drive\/v3\/files\/(?<id>[^/]+)$/,
    scopes: reading,
    run: (call) => file(cloud, call),
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
