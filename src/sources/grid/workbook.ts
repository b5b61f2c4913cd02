import { type Archive, openArchive } from "./archive.js";
import { meaningOf, type NumberMeaning } from "./number-formats.js";
import { type RawTable, type TableFile, Tally } from "./raw-table.js";
import { refuse } from "./refusals.js";
import { TextRuns, unescaped } from "./rich-text.js";
import { SheetReader, type WorkbookContext } from "./sheet-reader.js";
import { attribute } from "./xml.js";

interface Relation {
  readonly type: string;
  readonly target: string;
}

/**
 * The visible tabs of a workbook as they stand. Read in the order that the parts refer to each other, one part at a time, so that memory holds the
 * cells and nothing else. Formulas are their last result, links and rich text their text, errors ("#REF!") themselves; of merged cells the first
 * has the value.
 * @throws PolarisError file_unreadable, file_too_large
 */
export async function readWorkbook(file: TableFile): Promise<RawTable[]> {
  const archive = await openArchive(file);
  try {
    const root = await relations(archive, "_rels/.rels", "");
    const main = [...root.values()].find(({ type }) => type === "officeDocument")?.target;
    if (main === undefined) throw refuse.damaged(file.name);
    const folder = main.slice(0, main.lastIndexOf("/") + 1);
    const related = await relations(archive, `${folder}_rels/${main.slice(folder.length)}.rels`, folder);
    const { sheets, date1904 } = await contents(archive, main);
    const part = (type: string) => [...related.values()].find((each) => each.type === type)?.target;
    const context: WorkbookContext = {
      strings: await sharedStrings(archive, part("sharedStrings")),
      meanings: await cellMeanings(archive, part("styles")),
      date1904,
    };
    const tally = new Tally(file.name);
    const tables: RawTable[] = [];
    for (const sheet of sheets.filter(({ visible }) => visible)) {
      const relation = related.get(sheet.relation);
      if (relation?.type !== "worksheet") continue;
      const reader = new SheetReader(context, tally);
      await archive.read(relation.target, reader);
      tables.push({ name: `${file.name} › ${sheet.name}`, lines: linesOf(reader, file.name), serialDates: false });
    }
    return tables;
  } finally {
    archive.close();
  }
}

function linesOf(reader: SheetReader, name: string): RawTable["lines"] {
  try {
    return reader.lines();
  } catch (cause) {
    throw refuse.damaged(name, cause);
  }
}

async function relations(archive: Archive, part: string, folder: string): Promise<Map<string, Relation>> {
  const found = new Map<string, Relation>();
  await archive.read(part, {
    open(name, attributes) {
      if (name !== "Relationship") return;
      const target = attribute(attributes, "Target") ?? "";
      const type = attribute(attributes, "Type") ?? "";
      found.set(attribute(attributes, "Id") ?? "", {
        type: type.slice(type.lastIndexOf("/") + 1),
        target: target.startsWith("/") ? target.slice(1) : resolved(`${folder}${target}`),
      });
    },
    close() {},
    text() {},
  });
  return found;
}

/** "xl/./a/../sheet1.xml" → "xl/sheet1.xml". */
function resolved(path: string): string {
  const parts: string[] = [];
  for (const part of path.split("/")) {
    if (part === "..") parts.pop();
    else if (part !== ".") parts.push(part);
  }
  return parts.join("/");
}

interface NamedSheet {
  readonly name: string;
  readonly relation: string;
  readonly visible: boolean;
}

async function contents(archive: Archive, part: string): Promise<{ sheets: NamedSheet[]; date1904: boolean }> {
  const sheets: NamedSheet[] = [];
  let date1904 = false;
  await archive.read(part, {
    open(name, attributes) {
      if (name === "workbookPr") date1904 = ["1", "true"].includes(attribute(attributes, "date1904") ?? "");
      if (name !== "sheet") return;
      sheets.push({
        name: attribute(attributes, "name") ?? `Sheet ${sheets.length + 1}`,
        // The prefix of the relationships' namespace is the writer's choice.
        relation: attribute(attributes, /([\w.-]+:id)\s*=/.exec(attributes)?.[1] ?? "r:id") ?? "",
        visible: (attribute(attributes, "state") ?? "visible") === "visible",
      });
    },
    close() {},
    text() {},
  });
  return { sheets, date1904 };
}

async function sharedStrings(archive: Archive, part: string | undefined): Promise<string[]> {
  const strings: string[] = [];
  if (part === undefined || !archive.has(part)) return strings;
  let current: string | null = null;
  const text = new TextRuns((piece) => {
    if (current !== null) current += piece;
  });
  await archive.read(part, {
    open(name, attributes) {
      if (name === "si") current = "";
      text.open(name, attributes);
    },
    close(name) {
      text.close(name);
      if (name !== "si") return;
      strings.push(unescaped(current ?? ""));
      current = null;
    },
    text: (piece) => text.text(piece),
  });
  return strings;
}

async function cellMeanings(archive: Archive, part: string | undefined): Promise<NumberMeaning[]> {
  const meanings: NumberMeaning[] = [];
  if (part === undefined || !archive.has(part)) return meanings;
  const codes = new Map<number, string>();
  let inCells = false;
  await archive.read(part, {
    open(name, attributes) {
      if (name === "cellXfs") inCells = true;
      if (name === "numFmt") {
        codes.set(Number(attribute(attributes, "numFmtId")), attribute(attributes, "formatCode") ?? "");
      }
      if (name === "xf" && inCells) {
        const id = Number(attribute(attributes, "numFmtId") ?? 0);
        meanings.push(meaningOf(id, codes.get(id)));
      }
    },
    close(name) {
      if (name === "cellXfs") inCells = false;
    },
    text() {},
  });
  return meanings;
}
