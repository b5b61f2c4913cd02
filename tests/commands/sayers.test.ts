import { expect, it } from "vitest";
import { sayersOf } from "../../commands/sayers.js";
import type { Request } from "../../src/command/index.js";
import { NOW, PLACES, services } from "../command/asking.js";

const request: Request = {
  id: "k7m2-x9qd",
  line: "decisions",
  actor: { id: "U0ADA", name: "Ada", door: "slack" },
  access: { role: "admin", districts: [] },
  place: PLACES.slash,
  now: NOW,
};
const asking = {
  request,
  services: {
    ...services,
    colleague: async (id: string) =>
      id === "U0KEVA" ? { id, name: "Keva Lane", role: "staff" as const, is: "member" as const, isSure: true } : null,
  },
};

it("whoever decided something is called as Slack calls them, whoever asks is you, and nobody known is somebody", async () => {
  const whose = await sayersOf(["U0ADA", "U0KEVA", "U0LEFT", "terminal", null], asking);
  expect(["U0ADA", "U0KEVA", "U0LEFT", "terminal", null].map(whose)).toEqual([
    "you",
    "Keva Lane",
    "U0LEFT",
    "the terminal",
    "somebody",
  ]);
});
