import { describe, expect, it } from "vitest";
import { decide, derive, takeBack } from "../../../src/identity/index.js";
import { inASetting, line, organization } from "./setting.js";

inASetting((setting) => {
  describe("attendance that a person put right", () => {
    const attendance = async () =>
      (await setting().participations()).map(({ status, attendance_confirmed_at, counts }) => [
        status,
        attendance_confirmed_at,
        counts,
      ]);
    const settle = () => derive(setting().pool, organization, setting().now);
    const CAME = [["attended", "2026-01-15T17:00:00.000Z", true]];

    it("T58 stays as it is through imports, and the file's word stands again after Undo", async () => {
      await setting().import([line()]);
      expect(await attendance()).toEqual(CAME);
      const by = { by: "U1", now: setting().now };
      const about = { subject: "participation", source: "pathful", sourceId: "sess-001#501" } as const;
      const decision = await setting().pool.transaction((tx) =>
        decide(tx, { kind: "attendance_override", ...about, value: "remove", reason: "She was ill that day.", ...by }),
      );
      await settle();
      const removed = [["no_show", null, false]];
      expect(await attendance()).toEqual(removed);
      await setting().import([line()]);
      await setting().import([line({ "Attended Educator Count": 2 })]);
      await settle();
      expect(await attendance()).toEqual(removed);
      await setting().pool.transaction((tx) => takeBack(tx, decision, by));
      await settle();
      expect(await attendance()).toEqual(CAME);
      await setting().import([line({ Status: "No Show" })]);
      await settle();
      expect(await attendance()).toEqual([["no_show", null, false]]);
    });
  });
});
