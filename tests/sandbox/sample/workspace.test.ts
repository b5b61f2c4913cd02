import { describe, expect, it } from "vitest";
import { generateOrganization, SAMPLE_BOT_USER, SAMPLE_PEOPLE } from "../../../sandbox/sample/index.js";
import { POLARIS_APP } from "../../../sandbox/slack/defaults.js";
import { checkWorkspace } from "../../../sandbox/slack/workspace.js";

const { team, foreignTeam, users, channels } = SAMPLE_PEOPLE;

describe("the sample Slack workspace", () => {
  it("has a person for every role, a guest, a stranger and somebody from another workspace", () => {
    expect(users.filter((user) => user.role !== "none").map((user) => user.role)).toEqual([
      "admin",
      "staff",
      "staff",
      "coordinator",
      "district",
    ]);
    const others = users.filter((user) => user.role === "none");
    expect(others.map((user) => [user.is_restricted, user.team_id])).toEqual([
      [true, team.id],
      [false, team.id],
      [false, foreignTeam.id],
    ]);
  });

  it("grants districts that the sample organisation has", () => {
    const districts = generateOrganization({ today: "2026-11-21", size: 0.1 }).Account.map((row) => row.Name);
    for (const name of users.flatMap((user) => user.districts)) expect(districts).toContain(name);
  });

  it("is data that the workspace stand-in takes as it is, with the bot in every channel", () => {
    expect(SAMPLE_BOT_USER).toBe(POLARIS_APP.bot_user_id);
    expect(() => checkWorkspace(SAMPLE_PEOPLE, POLARIS_APP)).not.toThrow();
    expect(channels.filter((one) => !one.members.includes(SAMPLE_BOT_USER))).toEqual([]);
  });

  it("trusts only a private channel that is not shared", () => {
    const trusted = channels.filter((one) => one.trusted);
    expect(trusted.map((one) => [one.is_private, one.is_ext_shared])).toEqual([[true, false]]);
    expect(channels.filter((one) => one.is_ext_shared)).toHaveLength(1);
  });
});
