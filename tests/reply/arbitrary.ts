import fc from "fast-check";
import type {
  Action,
  Ask,
  Cell,
  Chart,
  Column,
  Fact,
  FileOffer,
  Notice,
  Provenance,
  Reply,
  Table,
} from "../../src/reply/index.js";
import { SENSITIVITIES } from "../../src/reply/index.js";

const HOSTILE = [
  "",
  " ",
  "\u0000\u0007\u001b[31m",
  "\u202egnp.exe",
  "\u200b\u200b",
  "\ud800",
  "<!channel> <@U0123ABCD> <#C0123ABCD|general> <https://evil.example|click>",
  "*bold* _it_ ~no~ `code` ```block``` :tada: > quote",
  "=cmd|' /C calc'!A0",
  "+1 816 555 0100",
  "-2+3",
  "@SUM(A1)",
  "\t=1+1",
  "\r=1+1",
  "&amp; &lt;!here&gt;",
  "日本語のとても長い名前 👩‍👩‍👧‍👦",
  "https://example.org/record/1",
  "javascript:alert(1)",
  "2026-02-15",
  "2026-02-15T16:00:00.000Z",
  "line\nbreak\r\nand\u2028more",
  "&".repeat(4000),
  "😀".repeat(3000),
  "long word ".repeat(800),
];

export const anyText: fc.Arbitrary<string> = fc.oneof(
  fc.constantFrom(...HOSTILE),
  fc.string({ unit: "binary", maxLength: 60 }),
  fc.string({ unit: "grapheme", maxLength: 60 }),
  fc.string({ maxLength: 5000, size: "max" }),
);
const sensitivity = fc.constantFrom(...SENSITIVITIES);
const type = fc.constantFrom(
  ...(["text", "integer", "number", "percent", "hours", "date", "instant", "boolean", "link"] as const),
);
export const anyCell: fc.Arbitrary<Cell> = fc.oneof(
  anyText,
  fc.double(),
  fc.integer(),
  fc.boolean(),
  fc.constant(null),
);

const column: fc.Arbitrary<Column> = fc
  .tuple(anyText, anyText, type, sensitivity, fc.option(anyText, { nil: undefined }))
  .map(([key, label, of, reveals, linkLabel]) => ({
    key,
    label,
    type: of,
    sensitivity: reveals,
    ...(linkLabel === undefined ? {} : { linkLabel }),
  }));

/** Tables of up to 40 columns and 130 rows; rows may be ragged. */
export const anyTable: fc.Arbitrary<Table> = fc
  .record({
    key: anyText,
    title: anyText,
    empty: anyText,
    columns: fc.array(column, { maxLength: 40, size: "max" }),
    cells: fc.array(anyCell, { minLength: 1, maxLength: 12 }),
    height: fc.integer({ min: 0, max: 130 }),
    hasTotal: fc.boolean(),
  })
  .map(({ key, title, empty, columns, cells, height, hasTotal }) => {
    const row = (at: number): Cell[] => columns.map((_, index) => cells[(at * 7 + index) % cells.length] ?? null);
    const rows = Array.from({ length: height }, (_, at) => (at % 11 === 3 ? row(at).slice(1) : row(at)));
    return { key, title, empty, columns, rows, total: hasTotal ? row(0) : null };
  });

const anyFact: fc.Arbitrary<Fact> = fc.record(
  { key: anyText, label: anyText, value: anyCell, type, sensitivity, unit: anyText, note: anyText, metric: anyText },
  { requiredKeys: ["key", "label", "value", "type", "sensitivity"] },
);
const anyChart: fc.Arbitrary<Chart> = fc.record({
  key: anyText,
  title: anyText,
  takeaway: anyText,
  altText: anyText,
  sensitivity,
  spec: fc.constant({}),
});
const anyAction: fc.Arbitrary<Action> = fc.record(
  {
    label: anyText,
    line: anyText,
    does: fc.constantFrom("run", "form", "share"),
    style: fc.constantFrom("primary", "danger"),
    confirm: anyText,
    sensitivity,
  },
  { requiredKeys: ["label", "line", "does", "sensitivity"] },
);
const anyFile: fc.Arbitrary<FileOffer> = fc.record(
  {
    key: anyText,
    kind: fc.constantFrom("xlsx", "csv", "png", "sheet"),
    name: anyText,
    url: fc.oneof(anyText, fc.constant("https://docs.google.com/spreadsheets/d/1AbC_d-9/edit?a=1&b=2")),
  },
  { requiredKeys: ["key", "kind", "name"] },
);
const anyNotice: fc.Arbitrary<Notice> = fc.record({
  level: fc.constantFrom("info", "warning", "error"),
  text: anyText,
  sensitivity,
});
const texts = fc.dictionary(anyText, anyText, { maxKeys: 5 });
const anyProvenance: fc.Arbitrary<Provenance> = fc.record({
  bible: fc.option(anyText),
  period: fc.option(
    fc.record({ start: fc.option(anyText), end: fc.option(fc.constant("2026-07-31")), label: anyText }),
  ),
  filters: texts,
  freshness: fc.dictionary(anyText, fc.option(anyText), { maxKeys: 5 }),
  counts: fc.dictionary(anyText, fc.nat(), { maxKeys: 5 }),
  deviations: fc.array(anyText, { maxLength: 5 }),
  asOf: fc.constant("2026-02-15T16:05:00.000Z"),
  sample: fc.boolean(),
});
const anyPage = fc.record(
  {
    number: fc.integer({ min: -3, max: 2000 }),
    size: fc.integer({ min: -1, max: 300 }),
    line: anyText,
    since: anyText,
  },
  { requiredKeys: ["number", "size", "line"] },
);

export const anyReply: fc.Arbitrary<Reply> = fc.record(
  {
    kind: fc.constant("reply" as const),
    title: anyText,
    text: anyText,
    sensitivity,
    openText: anyText,
    facts: fc.array(anyFact, { maxLength: 50 }),
    tables: fc.array(anyTable, { maxLength: 5 }),
    charts: fc.array(anyChart, { maxLength: 8 }),
    actions: fc.array(anyAction, { maxLength: 40 }),
    files: fc.array(anyFile, { maxLength: 8 }),
    notices: fc.array(anyNotice, { maxLength: 30 }),
    provenance: fc.option(anyProvenance),
    page: anyPage,
  },
  {
    requiredKeys: [
      "kind",
      "title",
      "text",
      "sensitivity",
      "openText",
      "facts",
      "tables",
      "charts",
      "actions",
      "files",
      "notices",
      "provenance",
    ],
  },
);

export const anyAsk: fc.Arbitrary<Ask> = fc.record({
  kind: fc.constant("ask" as const),
  text: anyText,
  command: anyText,
  line: anyText,
  missing: fc.array(anyText, { maxLength: 3 }),
  choices: fc.array(
    fc.record({ label: anyText, line: anyText, rememberLine: anyText }, { requiredKeys: ["label", "line"] }),
    { maxLength: 40 },
  ),
  sensitivity,
});
