import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import {
  type FileOffer,
  footerSentence,
  type Reply,
  renderChart,
  renderCsvFiles,
  renderWorkbook,
  type Wording,
} from "../../reply/index.js";
import { PolarisError } from "../../runtime/index.js";

export interface WrittenFile {
  readonly name: string;
  readonly path: string;
}

type Kind = FileOffer["kind"];

/** What the line's `as:` asks for; every kind when it asks for none. */
export const isWanted = (kind: Kind, as: string | null): boolean =>
  as === null || as === kind || (as === "chart" && kind === "png");

/**
 * Writes the files that `as:` asks for into a folder that is made when it is not there; without it, every kind of file
 * the reply offers, and a picture of each of its charts.
 */
export async function writeFiles(
  reply: Reply,
  as: string | null,
  folder: string,
  wording: Wording,
): Promise<WrittenFile[]> {
  const files = filesOf(reply, as, wording);
  if (files.length === 0) return [];
  try {
    await mkdir(folder, { recursive: true });
    const written: WrittenFile[] = [];
    for (const { name, write } of files) {
      const file = path.join(path.resolve(folder), safeName(name));
      await write(file);
      written.push({ name, path: file });
    }
    return written;
  } catch (thrown) {
    if (thrown instanceof PolarisError) throw thrown;
    throw new PolarisError(
      "render_failed",
      `The files could not be written to ${folder}. Check that it is a folder you may write to.`,
      { cause: thrown },
    );
  }
}

interface File {
  readonly name: string;
  write(to: string): Promise<void>;
}

function filesOf(reply: Reply, as: string | null, wording: Wording): File[] {
  const offerOf = (kind: Kind): FileOffer | undefined => reply.files.find((file) => file.kind === kind);
  const isDue = (kind: Kind): boolean => as === kind || (as === null && offerOf(kind) !== undefined);
  const workbooks: File[] = isDue("xlsx")
    ? [{ name: offerOf("xlsx")?.name ?? "polaris.xlsx", write: (to) => renderWorkbook(reply, to, wording) }]
    : [];
  const tables: File[] = isDue("csv")
    ? renderCsvFiles(reply, wording).map(({ name, text }) => ({ name, write: (to) => writeFile(to, text, "utf8") }))
    : [];
  const texts = isWanted("json", as) ? textsOf(reply) : [];
  return [...workbooks, ...tables, ...texts, ...(isWanted("png", as) ? picturesOf(reply, wording) : [])];
}

/** Facts that are meant for another program, unbroken. */
function textsOf({ files, facts }: Reply): File[] {
  return files.flatMap(({ kind, key, name }) => {
    const said = kind === "json" ? facts.find((fact) => fact.key === key) : undefined;
    return said === undefined ? [] : [{ name, write: (to: string) => writeFile(to, String(said.value), "utf8") }];
  });
}

function picturesOf(reply: Reply, wording: Wording): File[] {
  const footer = reply.provenance === null ? null : footerSentence(reply.provenance, wording);
  return reply.charts.map((chart) => ({
    name: reply.files.find((file) => file.kind === "png" && file.key === chart.key)?.name ?? `${chart.key}.png`,
    write: async (to) => writeFile(to, await renderChart(chart, footer)),
  }));
}

/** A name within the folder, whatever the reply says. */
function safeName(name: string): string {
  const extension = path.extname(name);
  const stem = path
    .basename(name, extension)
    .replace(/[^A-Za-z0-9._-]+/g, "-")
    .replace(/^[.-]+/, "");
  return `${stem === "" ? "polaris" : stem}${extension}`;
}
