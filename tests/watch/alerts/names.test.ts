import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { organizationSchema } from "../../../src/runtime/index.js";
import { CHECKS, requireAlertNames } from "../../../src/watch/index.js";

const SOMEBODY = "U0OWNER01";

const refusalOf = (alerts: object): string => {
  try {
    requireAlertNames(organizationSchema.parse({ alerts }), CHECKS);
    return "";
  } catch (thrown) {
    return String(thrown);
  }
};

describe("the names under alerts.owners", () => {
  it("are those of checks, jobs, the clock and all of them", () => {
    const names = ["*", "clock", "job sync-sheets", ...CHECKS.map(({ name }) => name)];
    expect(refusalOf({ owners: Object.fromEntries(names.map((name) => [name, SOMEBODY])) })).toBe("");
  });

  it("are refused by name where nothing is called so: nobody would be mentioned", () => {
    expect(refusalOf({ owners: { "*": SOMEBODY, expectation: SOMEBODY } })).toContain(
      "alerts.owners in organization.yml: “expectation” is no check. Expected one of *, sync, missing_data, expectations, ",
    );
    expect(refusalOf({ owners: { "sync-sheets": SOMEBODY } })).toContain("job sync-sheets");
  });

  it("stand in the guide, each with what it tells", () => {
    const guide = readFileSync("docs/quality.md", "utf8");
    for (const { name } of CHECKS) expect(guide).toContain(`\n| \`${name}\` | `);
  });
});

describe("the names under alerts.missingAfterHours", () => {
  it("are those of what is read: Salesforce, kinds of files and sheets, lists of leads, the sign-up service", () => {
    const hours = { salesforce: 36, "pathful-sessions": 240, roster: 9, "lead:source_1": 1000, "sign-ups": 5 };
    expect(refusalOf({ missingAfterHours: hours })).toBe("");
  });

  it("are refused by name where nothing is called so: nothing would be missed", () => {
    expect(refusalOf({ missingAfterHours: { salesforce: 36, "pathful-session": 240 } })).toContain(
      "alerts.missingAfterHours in organization.yml: “pathful-session” is no source. Expected one of salesforce, pathful-sessions, ",
    );
  });
});

it("are right in the example of organization.yml", () => {
  const example = readFileSync("config/organization.yml", "utf8")
    .split("\n")
    .filter((line) => line.startsWith("#"))
    .map((line) => line.replace(/^# ?/, ""));
  const from = example.indexOf("alerts:");
  const { alerts } = organizationSchema.parse(parse(example.slice(from, from + 3).join("\n")));
  expect(Object.keys(alerts.owners)).toEqual(["*", "expectations"]);
  expect(refusalOf(alerts)).toBe("");
});
