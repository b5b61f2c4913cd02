import sharp from "sharp";
import { describe, expect, it } from "vitest";
import { fontMeasure } from "../../src/reply/chart/fonts.js";
import {
  barChart,
  groupedBars,
  present,
  renderChart,
  renderChartSvg,
  stackedBars,
  trendChart,
} from "../../src/reply/index.js";

const words = {
  key: "hours",
  title: "Hours by volunteer",
  takeaway: "Ana gave most.",
  altText: "Bars.",
  sensitivity: "name",
  measure: "Hours",
  type: "hours",
} as const;
const numbered = (count: number) =>
  Array.from({ length: count }, (_, at) => ({ label: `Org ${at}`, value: count - at }));
const textsOf = (svg: string) => [...svg.matchAll(/<text[^>]*>([^<]*)<\/text>/g)].map((match) => match[1]);

describe("a bar chart", () => {
  it("writes each label and number, in the order of size", async () => {
    const chart = barChart(words, [
      { label: "Bo", value: 1.5 },
      { label: "Ana <Öztürk> & co", value: 1200.25 },
      { label: "Unknown", value: null },
    ]);
    if (!chart) throw new Error("no chart");
    expect(textsOf(await renderChartSvg(chart))).toEqual([
      "Ana &lt;Öztürk&gt; &amp; co",
      "Bo",
      "1,200.3",
      "1.5",
      "Hours by volunteer",
      "Hours",
    ]);
    expect([chart.takeaway, chart.sensitivity]).toEqual(["Ana gave most.", "name"]);
  });

  it("shows the 20 largest of 400 and says what became of the rest", async () => {
    const many = barChart({ ...words, adds: true }, [
      ...numbered(21).map((each) => ({ ...each, value: 1000 })),
      ...numbered(400).slice(21),
    ]);
    if (!many) throw new Error("no chart");
    expect(many.takeaway).toBe("Ana gave most. Shown: the 20 largest of 400; the other 380 make 73,010 together.");
    expect(many.altText).toContain("Shown: the 20 largest of 400");
    const drawn = await renderChartSvg(many);
    expect(textsOf(drawn).filter((text) => text?.startsWith("Org"))).toHaveLength(20);
    expect(drawn).toContain("Shown: the 20 largest of 400; the other 380 make");
  });

  it("draws a small rest as one bar", async () => {
    const few = barChart({ ...words, adds: true }, [
      ...numbered(20).map((each) => ({ ...each, value: 100 })),
      { label: "x", value: 2 },
      { label: "y", value: 1 },
    ]);
    if (!few) throw new Error("no chart");
    expect(few.takeaway).toBe("Ana gave most. Shown: the 20 largest of 22; the other 2 together.");
    expect(textsOf(await renderChartSvg(few))).toContain("Other (2)");
  });

  it("never adds up what may be the same people: those left out are only said", async () => {
    const many = barChart(words, numbered(400));
    if (!many) throw new Error("no chart");
    expect(many.takeaway).toBe("Ana gave most. Shown: the 20 largest of 400; the other 380 stand in the table.");
    expect(textsOf(await renderChartSvg(many)).filter((text) => text?.startsWith("Other"))).toEqual([]);
  });

  it("draws two of one name as two, and adds them up to none", async () => {
    const chart = barChart({ ...words, type: "integer" }, [
      { label: "Lincoln Elementary", value: 7 },
      { label: "Lincoln Elementary", value: 5 },
      { label: "Center High", value: 9 },
    ]);
    if (!chart) throw new Error("no chart");
    const texts = textsOf(await renderChartSvg(chart));
    expect(texts.slice(0, 6)).toEqual(["Center High", "Lincoln Elementary", "Lincoln Elementary (2)", "9", "7", "5"]);
  });

  it("is not made from nothing", () => {
    expect(barChart(words, [{ label: "a", value: null }])).toBeNull();
    expect(present(null, trendChart(words, []), stackedBars(words, []))).toEqual([]);
  });
});

describe("a trend", () => {
  it("leaves a gap where a value is not known, and numbers a few points", async () => {
    const chart = trendChart({ ...words, type: "integer" }, [
      { label: "SY22-23", value: 10 },
      { label: "SY23-24", value: null },
      { label: "SY24-25", value: 30 },
    ]);
    if (!chart) throw new Error("no chart");
    const svg = await renderChartSvg(chart);
    const texts = textsOf(svg);
    expect(texts.filter((text) => text?.startsWith("SY"))).toEqual(["SY22-23", "SY23-24", "SY24-25"]);
    expect(svg.match(/mark-symbol/g)).not.toBeNull();
    // Each number is drawn twice: its outline keeps it off the line.
    expect(texts.slice(-6)).toEqual(["10", "30", "10", "30", "Hours by volunteer", "Hours"]);
  });

  it("keeps six lines of nine and says so", () => {
    const points = Array.from({ length: 27 }, (_, at) => ({ label: `M${at % 3}`, series: `S${at % 9}`, value: at }));
    expect(trendChart(words, points)?.takeaway).toBe("Ana gave most. Shown: 6 of 9 lines.");
  });
});

describe("stacked bars", () => {
  it("write the total above each bar and name the parts", async () => {
    const chart = stackedBars({ ...words, type: "integer" }, [
      { label: "SY24-25", series: "In person", value: 1200 },
      { label: "SY24-25", series: "Virtual", value: 300 },
      { label: "SY25-26", series: "In person", value: 800 },
    ]);
    if (!chart) throw new Error("no chart");
    const texts = textsOf(await renderChartSvg(chart));
    expect(texts).toEqual(expect.arrayContaining(["In person", "Virtual", "1,500", "800"]));
  });
});

describe("stacked bars with long labels", () => {
  it("lie beside their labels, which stand level and whole, instead of being squeezed above slanted ones", async () => {
    const schools = ["Grandview Meadows High School", "High Grove Elementary School", "Meadows Annex"];
    const chart = stackedBars(
      { ...words, type: "integer" },
      schools.flatMap((label, at) =>
        ["Achieved", "Needs review", "Not started"].map((series, place) => ({ label, series, value: at + place + 1 })),
      ),
    );
    if (!chart) throw new Error("no chart");
    const svg = await renderChartSvg(chart);
    expect(textsOf(svg)).toEqual(expect.arrayContaining([...schools, "Achieved", "6", "9", "12"]));
    expect(svg).not.toMatch(/rotate\(-40/);
    expect(JSON.stringify(chart.spec)).not.toContain("labelAngle");
  });
});

describe("parts of bars", () => {
  const parts = (count: number) =>
    Array.from({ length: count }, (_, at) => ({ label: "SY24-25", series: `Part ${at}`, value: at + 1 }));

  it.each([stackedBars, groupedBars])("are told apart by a pattern besides their colour", async (draw) => {
    const chart = draw(words, parts(4));
    if (!chart) throw new Error("no chart");
    const svg = await renderChartSvg(chart);
    const fills = new Set([...svg.matchAll(/fill="(#0072B2|url\(#part-\d\))"/g)].map((match) => match[1]));
    expect([...fills].sort()).toEqual(["#0072B2", "url(#part-1)", "url(#part-2)", "url(#part-3)"]);
    for (const place of [1, 2, 3]) expect(svg).toContain(`<pattern id="part-${place}"`);
  });

  it("stand beside one another where they do not add up, each with its number", async () => {
    const chart = groupedBars({ ...words, type: "integer" }, [
      { label: "Center", series: "SY24-25", value: 1200 },
      { label: "Center", series: "SY25-26", value: 800 },
      { label: "Raytown", series: "SY24-25", value: -3 },
      { label: "Raytown", series: "SY25-26", value: null },
    ]);
    if (!chart) throw new Error("no chart");
    const texts = textsOf(await renderChartSvg(chart));
    expect(texts).toEqual(expect.arrayContaining(["Center", "Raytown", "SY24-25", "SY25-26", "1,200", "800", "−3"]));
    expect(texts).not.toContain("2,000");
  });

  it("are left out beyond what can be read, and that is said without adding them up", () => {
    const many = Array.from({ length: 400 }, (_, at) =>
      ["SY24-25", "SY25-26"].map((series) => ({ label: `School ${at}`, series, value: 400 - at })),
    ).flat();
    expect(groupedBars(words, many)?.takeaway).toBe("Ana gave most. Shown: the 18 largest of 400.");
    expect(groupedBars(words, [])).toBeNull();
  });
});

describe("a chart of odd figures", () => {
  it.each([
    ["one point", [{ label: "Only", value: 12 }], ["Only", "12"]],
    ["nothing but zeros", ["a", "b"].map((label) => ({ label, value: 0 })), ["a", "b", "0", "0"]],
    ["negative figures", [{ label: "Down", value: -31.25 }], ["Down", "−31.3"]],
    ["shares", [{ label: "Center", value: 0.873 }], ["Center", "87.3%"]],
  ] as const)("draws %s", async (_, points, expected) => {
    const type = _ === "shares" ? "percent" : "hours";
    const chart = barChart({ ...words, type }, points);
    if (!chart) throw new Error("no chart");
    expect(textsOf(await renderChartSvg(chart))).toEqual([...expected, "Hours by volunteer", "Hours"]);
  });

  it("keeps long labels and large numbers within the picture", async () => {
    const chart = barChart({ ...words, type: "integer" }, [
      { label: "The Metropolitan Community College of Kansas City Foundation", value: 1_203_456_789 },
      { label: "Ewing Marion Kauffman School of the Very Long Name", value: 1_100_000_000 },
    ]);
    if (!chart) throw new Error("no chart");
    const edge = await sharp(await renderChart(chart))
      .extract({ left: 1592, top: 0, width: 8, height: 300 })
      .raw()
      .toBuffer();
    expect(edge.every((part) => part === 255)).toBe(true);
  });
});

describe("a chart as PNG", () => {
  it("is 1,600 pixels wide and not blank", async () => {
    const chart = barChart(words, numbered(5));
    if (!chart) throw new Error("no chart");
    const { width, height, format } = await sharp(await renderChart(chart)).metadata();
    expect([width, height, format]).toEqual([1600, 800, "png"]);
  });

  it("draws letters by the bundled font, not boxes: other words give another picture of the same size", async () => {
    const drawn = async (label: string) => {
      const chart = barChart({ ...words, title: label }, [{ label: "x", value: 1 }]);
      if (!chart) throw new Error("no chart");
      return sharp(await renderChart(chart))
        .raw()
        .toBuffer();
    };
    // Without a font every letter is the same box, so these two titles would be equal.
    const [first, second] = await Promise.all([drawn("ÖÖÖÖ"), drawn("HHHH")]);
    expect(first.length).toBe(second.length);
    expect(first.equals(second)).toBe(false);
  });

  it("carries the footer of its figures under it, broken into lines that fit", async () => {
    const chart = barChart(words, numbered(5));
    if (!chart) throw new Error("no chart");
    const footer = `Bible v1.0 · 1 Aug 2025 – 31 Jul 2026 · filters: org A & B · ${"Salesforce as of 5 May ".repeat(4)}· SAMPLE DATA`;
    const [plain, under] = await Promise.all([renderChartSvg(chart), renderChartSvg(chart, footer)]);
    const lines = textsOf(under)
      .slice(textsOf(plain).length)
      .map((line) => line?.replace("&amp;", "&") ?? "");
    expect(lines.join(" ")).toBe(footer);
    const measure = await fontMeasure();
    expect(lines.length).toBeGreaterThan(1);
    for (const line of lines) expect(measure(line, 14, "normal")).toBeLessThanOrEqual(800 - 48);
    const { width, height } = await sharp(await renderChart(chart, footer)).metadata();
    expect([width, height]).toEqual([1600, 800 + 2 * (lines.length * 20 + 12)]);
  });

  it("loads nothing from outside and says that it could not be drawn", async () => {
    const outside = {
      ...words,
      spec: { data: { url: "http://127.0.0.1:9/x.csv" }, mark: "bar", encoding: { x: { field: "a" } } },
    };
    await expect(renderChart({ ...outside, spec: { mark: 7 } })).rejects.toMatchObject({ code: "render_failed" });
    expect(textsOf(await renderChartSvg(outside))).toEqual(["a"]);
  });

  it("measures text as the font draws it", async () => {
    const measure = await fontMeasure();
    expect(Math.round(measure("registered, confirmed", 11, "normal"))).toBe(119);
  });
});
