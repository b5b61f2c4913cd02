import { describe, expect, it } from "vitest";
import { offerFor } from "../../../sandbox/console/page/hints.js";
import { readAddress, writeAddress } from "../../../sandbox/console/page/place.js";
import type { ConsoleApp } from "../../../sandbox/slack/console-types.js";

const app: ConsoleApp = {
  id: "A1",
  name: "Polaris",
  botUser: "U0POLARIS01",
  commands: [{ command: "/polaris", description: "Reports", usageHint: "help | volunteers skill:stem" }],
  shortcuts: [],
  connected: true,
  mode: "socket",
};
const person = (id: string, realName: string, name: string) => ({
  id,
  realName,
  name,
  isBot: false,
  isRestricted: false,
  isStranger: false,
  tz: "UTC",
});
const channel = (name: string, kind: "public" | "dm") => ({
  id: name,
  name,
  kind,
  isExternallyShared: false,
  isArchived: false,
  isMember: true,
  hasApp: true,
});
const known = {
  app,
  people: [person("U1", "Robin Vale", "robin"), person("U2", "Sasha Moor", "sasha")],
  channels: [channel("general", "public"), channel("Sasha Moor", "dm")],
};
const offered = (text: string, caret = text.length) =>
  offerFor(text, caret, known)?.hints.map((hint) => hint.text) ?? null;

describe("what the composer offers", () => {
  it("is each command and its examples after a slash, then only those that begin as typed", () => {
    expect(offered("/")).toEqual(["/polaris ", "/polaris help", "/polaris volunteers skill:stem"]);
    expect(offered("/polaris v")).toEqual(["/polaris volunteers skill:stem"]);
  });

  it("is nothing once the line is whole, or begins no command", () => {
    expect(offered("/polaris help")).toBeNull();
    expect(offered("/other")).toBeNull();
    expect(offered("say /polaris")).toBeNull();
  });

  it("is people after @ and channels after #, put in at the caret", () => {
    expect(offered("ask @va today", 7)).toEqual(["ask @Robin Vale today"]);
    expect(offered("see #gen")).toEqual(["see #general "]);
    expect(offered("mail@va")).toBeNull();
  });
});

describe("the address", () => {
  it("holds who, where and which thread, and is read back as it was written", () => {
    const address = { user: "U1", where: "C1", thread: "17.000100" };
    expect(writeAddress(address)).toBe("#/U1/C1/17.000100");
    expect(readAddress(writeAddress(address))).toEqual(address);
    expect(readAddress("#/U1/home")).toEqual({ user: "U1", where: "home", thread: null });
  });

  it.each(["", "#", "#/nobody/C1", "#/%3Cimg%3E"])("%j is nobody, nowhere", (hash) => {
    expect(readAddress(hash)).toEqual({ user: null, where: null, thread: null });
  });
});
