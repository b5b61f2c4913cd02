import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import {
  type Chart,
  type FileOffer,
  type Reply,
  renderChart,
  renderCsv,
  renderWorkbook,
  type Table,
  type Wording,
} from "../../reply/index.js";
import { PolarisError } from "../../runtime/index.js";

export interface WrittenFile {
  readonly name: string;
  readonly path: string;
}

/** Writes the files a reply offers, and a picture of each of its charts, into a folder that is made when it is not there. */
export async function writeFiles(reply: Reply, folder: string, wording: Wording): Promise<WrittenFile[]> {
  const offers = [...reply.files, ...picturesOf(reply)];
  if (offers.length === 0) return [];
  try {
    await mkdir(folder, { recursive: true });
    const written: WrittenFile[] = [];
    for (const offer of offers) {
      const file = path.join(path.resolve(folder), safeName(offer));
      await writeOne(offer, reply, file, wording);
      written.push({ name: offer.name, path: file });
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

function picturesOf(reply: Reply): FileOffer[] {
  const offered = new Set(reply.files.filter((file) => file.kind === "png").map((file) => file.key));
  return reply.charts
    .filter((chart) => !offered.has(chart.key))
    .map(({ key }) => ({ key, kind: "png", name: `${key}.png` }));
}

/** A name within the folder, whatever the reply says. */
function safeName({ name, kind }: FileOffer): string {
  const stem = path
    .basename(name, `.${kind}`)
    .replace(/[^A-Za-z0-9._-]+/g, "-")
    .replace(/^[.-]+/, "");
  return `${stem === "" ? "polaris" : stem}.${kind}`;
}

async function writeOne(offer: FileOffer, reply: Reply, file: string, wording: Wording): Promise<void> {
  if (offer.kind === "xlsx") return renderWorkbook(reply, file, wording);
  if (offer.kind === "csv") return writeFile(file, renderCsv(named<Table>(reply.tables, offer)), "utf8");
  return writeFile(file, await renderChart(named<Chart>(reply.charts, offer)));
}

/** The table or chart an offer means by its key; the only one there is, when the key names none. */
function named<Part extends { readonly key: string }>(parts: readonly Part[], offer: FileOffer): Part {
  const [first] = parts;
  const part = parts.find((each) => each.key === offer.key) ?? first;
  if (part === undefined) throw new PolarisError("render_failed", `There is nothing to write into ${offer.name}.`);
  return part;
}
