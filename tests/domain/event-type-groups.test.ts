import { describe, expect, it } from "vitest";
import { EVENT_TYPE_KEYS, eventTypesCalled, requireEventTypes } from "../../src/domain/index.js";

const GROUPS = { speaking: ["*speaker*", "mentoring"], Visits: ["campus_visit", "Workplace Visit"] };
const called = (text: string) => eventTypesCalled(text, GROUPS);

describe("event types by a word", () => {
  it.each([
    ["a type", "career_fair", ["career_fair"]],
    ["its label, in any writing", "DIA (Data in action)", ["dia"]],
    ["what begins so", "career*", ["career_jumping", "career_speaker", "career_fair"]],
    ["what ends so", "*FAIR", ["career_fair", "college_application_fair"]],
    ["what has it within", "*speaker*", ["career_speaker", "dia_classroom_speaker", "classroom_speaker"]],
    ["a star between", "pathway*visits", ["pathway_campus_visits", "pathway_workplace_visits"]],
    ["a star for nothing", "dia*", ["dia_classroom_speaker", "dia"]],
    ["a star alone", "*", EVENT_TYPE_KEYS],
    [
      "a group, each type once",
      "Speaking",
      ["career_speaker", "dia_classroom_speaker", "classroom_speaker", "mentoring"],
    ],
    ["a group by types and labels", "visits", ["workplace_visit", "campus_visit"]],
    ["neither", "career", []],
    ["a star that fits nothing", "carer*", []],
    ["nothing", "", []],
  ])("%s: %s", (_, text, types) => {
    expect([...called(text)].sort()).toEqual([...types].sort());
  });
});

describe("groups of event types in organization.yml", () => {
  it("may hold types, labels and parts with a star", () => {
    expect(() => requireEventTypes(GROUPS)).not.toThrow();
  });

  it("are refused when called as a type, or when an entry stands for none", () => {
    expect(() => requireEventTypes({ dia: ["dia*"] })).toThrow(/eventTypeGroups\.dia is the name of an event type/);
    expect(() => requireEventTypes({ fairs: ["*fair", "carer_fair"] })).toThrow(
      /eventTypeGroups\.fairs names “carer_fair”, which stands for no event type\. Expected .*career_fair/,
    );
    expect(() => requireEventTypes({ all: ["speaking"], speaking: ["mentoring"] })).toThrow(/names “speaking”/);
  });
});
