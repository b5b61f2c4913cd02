import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { crc32, deflateRawSync } from "node:zlib";
import exceljs, { type Worksheet } from "exceljs";
import { afterAll, beforeAll } from "vitest";
import type { DatasetColumn, GridCell, RawTable, TableFile } from "../../../src/sources/index.js";

/** A folder of this file's own, gone when its tests are through. */
export function useFolder(): {
  write(name: string, content: string | Uint8Array): Promise<TableFile>;
  path(name: string): string;
} {
  let folder = "";
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "polaris-grid-"));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));
  return {
    path: (name) => join(folder, name),
    write: async (name, content) => {
      const path = join(folder, name);
      await writeFile(path, content);
      return { name, path };
    },
  };
}

/** A workbook's bytes, its tabs filled by name. */
export async function workbook(tabs: Record<string, (sheet: Worksheet) => void>): Promise<Uint8Array> {
  const book = new exceljs.Workbook();
  for (const [name, fill] of Object.entries(tabs)) fill(book.addWorksheet(name));
  return new Uint8Array(await book.xlsx.writeBuffer());
}

export interface ZipPart {
  readonly name: string;
  readonly content: string | Buffer;
  /** What the archive says the part unpacks to, where it lies. */
  readonly statedSize?: number;
  readonly encrypted?: boolean;
}

/** An archive written by hand, so that it can be wrong in every way. */
export function zipOf(parts: readonly ZipPart[]): Buffer {
  const local: Buffer[] = [];
  const central: Buffer[] = [];
  let offset = 0;
  for (const { name, content, statedSize, encrypted } of parts) {
    const bytes = Buffer.from(content);
    const packed = deflateRawSync(bytes);
    const fields = Buffer.alloc(26);
    fields.writeUInt16LE(20, 0);
    fields.writeUInt16LE(encrypted ? 1 : 0, 2);
    fields.writeUInt16LE(8, 4);
    fields.writeUInt32LE(crc32(bytes), 10);
    fields.writeUInt32LE(packed.length, 14);
    fields.writeUInt32LE(statedSize ?? bytes.length, 18);
    fields.writeUInt16LE(name.length, 22);
    const header = Buffer.concat([Buffer.from("PK\x03\x04"), fields, Buffer.from(name), packed]);
    const tail = Buffer.alloc(14);
    tail.writeUInt32LE(offset, 10);
    central.push(Buffer.concat([Buffer.from("PK\x01\x02\x14\x00", "latin1"), fields, tail, Buffer.from(name)]));
    local.push(header);
    offset += header.length;
  }
  const directory = Buffer.concat(central);
  const end = Buffer.alloc(18);
  end.writeUInt16LE(parts.length, 4);
  end.writeUInt16LE(parts.length, 6);
  end.writeUInt32LE(directory.length, 8);
  end.writeUInt32LE(offset, 12);
  return Buffer.concat([...local, directory, Buffer.from("PK\x05\x06"), end]);
}

const RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

/** The parts of the smallest workbook, its one sheet as given. */
export function partsWith(sheet: string | Buffer, more: readonly ZipPart[] = []): ZipPart[] {
  return [
    {
      name: "_rels/.rels",
      content: `<Relationships><Relationship Id="r1" Type="${RELATION}/officeDocument" Target="/xl/workbook.xml"/></Relationships>`,
    },
    {
      name: "xl/workbook.xml",
      content: `<workbook xmlns:r="${RELATION}"><sheets><sheet name="One" sheetId="1" r:id="s1"/></sheets></workbook>`,
    },
    {
      name: "xl/_rels/workbook.xml.rels",
      content: `<Relationships><Relationship Id="s1" Type="${RELATION}/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="s2" Type="${RELATION}/sharedStrings" Target="sharedStrings.xml"/></Relationships>`,
    },
    { name: "xl/worksheets/sheet1.xml", content: sheet },
    ...more,
  ];
}

export function tableOf(lines: readonly (readonly GridCell[])[], name = "table.csv"): RawTable {
  return { name, lines, serialDates: false };
}

export function column(key: string, names: readonly string[], required = true): DatasetColumn {
  return { key, names, required };
}
