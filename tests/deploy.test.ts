import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { z } from "zod";
import { openMeters } from "../src/meters.js";
import { type Organization, organizationSchema } from "../src/runtime/index.js";
import { OPERATING_FIGURES } from "../src/watch/index.js";

const rulesShape = z.object({
  groups: z.array(z.object({ rules: z.array(z.object({ alert: z.string(), expr: z.string() })) })),
});
const dashboardShape = z.object({
  panels: z.array(z.object({ title: z.string(), targets: z.array(z.object({ expr: z.string() })).optional() })),
});
const composeShape = z.object({
  services: z.record(z.string(), z.object({ image: z.string(), volumes: z.array(z.string()) })),
  volumes: z.record(z.string(), z.unknown()),
});

const read = (file: string): string => readFileSync(`deploy/${file}`, "utf8");
const { groups } = rulesShape.parse(parse(read("alert-rules.yml")));
const { panels } = dashboardShape.parse(JSON.parse(read("grafana/dashboards/polaris.json")));
const asked = [
  ...groups.flatMap(({ rules }) => rules.map(({ alert, expr }) => [`the rule ${alert}`, expr] as const)),
  ...panels.flatMap(({ title, targets = [] }) => targets.map(({ expr }) => [`the panel ${title}`, expr] as const)),
];

/** Every series name of what Polaris serves, with each figure of the pool there once. */
async function servedNames(): Promise<Set<string>> {
  const meters = openMeters();
  meters.answered("help", "reply", 0.1);
  const labels = {
    source: "s",
    object: "o",
    outcome: "x",
    state: "x",
    kind: "k",
    severity: "x",
    job: "j",
    carrier: "c",
  };
  const samples = Object.keys(OPERATING_FIGURES).map((name) => ({ name, labels, value: 1 }));
  const { text } = await meters.text(samples, { clockAge: 1, queues: { writer: 0 } });
  const lines = text.split("\n").filter((line) => line !== "" && !line.startsWith("#"));
  return new Set(lines.map((line) => /^[a-z_:A-Z0-9]+/.exec(line)?.[0] ?? line));
}

describe("what supervises Polaris", () => {
  it.each(asked)("asks only for what is served: %s", async (_what, expr) => {
    const names = expr.match(/\b(?:polaris|nodejs|process)_[a-z0-9_]+/g) ?? [];
    const served = await servedNames();
    expect(names.filter((name) => !served.has(name))).toEqual([]);
    if (!expr.startsWith("up{")) expect(names.length).toBeGreaterThan(0);
  });

  it.each([
    ["polaris_sync_lag_seconds", ({ alerts }: Organization) => alerts.missingAfterHours.salesforce],
    ["polaris_backup_age_seconds", ({ backup }: Organization) => backup.missingAfterHours],
  ])("tells of %s after as many hours as Polaris does by itself, and shows it", (figure, hoursOf) => {
    const exprs = asked.filter(([, expr]) => expr.includes(figure)).map(([what, expr]) => [what.slice(0, 9), expr]);
    const hours = hoursOf(organizationSchema.parse(undefined));
    expect(exprs).toContainEqual(["the rule ", expect.stringContaining(`> ${hours} * 3600`)]);
    expect(exprs).toContainEqual(["the panel", figure]);
  });

  it("starts with files that are there", () => {
    const { services, volumes } = composeShape.parse(parse(read("compose.yml")));
    for (const { image, volumes: mounts } of Object.values(services)) {
      expect(image).toMatch(/:v?\d+\.\d+/);
      for (const mount of mounts) {
        const [from = ""] = mount.split(":");
        if (from.startsWith("./")) expect(() => readFileSync(`deploy/${from}`)).not.toThrow(/ENOENT/);
        else expect(volumes).toHaveProperty(from);
      }
    }
    expect(read("prometheus.yml")).toContain("alert-rules.yml");
  });
});
