import { describe, expect, it } from "vitest";
import { commands } from "../../commands/index.js";
import { type Command, FAMILIES, helpReply, helpTopics, registryOf } from "../../src/command/index.js";
import type { Reply } from "../../src/reply/index.js";
import { requestOf } from "./asking.js";
import { READING } from "./reading.js";

const context = {
  commands: registryOf(commands),
  request: requestOf("help"),
  organization: READING,
};
const helpOn = (topic: string): Reply => helpReply(topic, context);
const table = (reply: Reply, key: string) => reply.tables.find((each) => each.key === key)?.rows ?? [];
const isHere = ({ allow, doors }: Command): boolean =>
  allow.includes("staff") && (doors === undefined || doors.includes("slack"));

describe("help", () => {
  it.each(commands.filter(isHere))("on $name says what it takes", ({ name, summary, args }) => {
    const reply = helpOn(name);
    expect([reply.title, reply.text]).toEqual([name, summary]);
    expect(table(reply, "arguments")).toHaveLength(Object.keys(args).length);
  });

  it("on a family lists its commands", () => {
    const reply = helpOn("people");
    expect(reply.title).toBe("Commands about people");
    expect(table(reply, "commands").map(([name]) => name)).toContain("volunteers");
  });

  it("on a command that is called as its family names the family's others beneath", () => {
    const others = table(helpOn("events"), "more").map(([name]) => name);
    const ofFamily = commands.filter((each) => isHere(each) && each.family === "events").map(({ name }) => name);
    expect([...others, "events"].sort()).toEqual([...ofFamily].sort());
    expect(table(helpOn("volunteers"), "more")).toEqual([]);
  });

  it("offers each topic once while one types", () => {
    const topics = helpTopics(context).map(({ value }) => value);
    expect(topics).toEqual([...new Set(topics)]);
    expect(topics).toEqual(expect.arrayContaining([...FAMILIES, "filters", "periods"]));
  });
});
