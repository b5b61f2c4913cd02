import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { accessOf } from "../src/access.js";
import type { Role } from "../src/command/index.js";
import type { SlackPerson } from "../src/doors/index.js";
import { organizationSchema } from "../src/runtime/index.js";
import { type EmptyPool, emptyPool, onBothEngines } from "./pool/engines.js";

const ORGANIZATION = organizationSchema.parse({
  slack: {
    admins: ["U0ADMIN01"],
    roleGroups: { S0STAFF01: "staff", S0COORD01: "coordinator", S0ADMIN01: "admin" },
    studentReaders: ["U0READER1", "U0ADMIN01", "U0DISTR01", "U0NONE001"],
    districtViewers: { U0DISTR01: ["Grandview School District"], U0BOTH001: ["Center School District"] },
  },
});

/** What the roles table says. */
const ASSIGNED: readonly (readonly [string, Role, readonly string[]])[] = [
  ["U0COORD02", "coordinator", []],
  ["U0NONE001", "none", []],
  ["U0DISTR02", "district", ["Hickman Mills School District"]],
  ["U0BOTH001", "district", ["Grandview School District"]],
  ["U0GUEST01", "staff", []],
  ["U0GUEST02", "district", ["Center School District"]],
  ["U0ODD0001", "district", []],
];

const somebody = (userId: string, given: Partial<SlackPerson> = {}): SlackPerson => ({
  userId,
  name: userId,
  isGuest: false,
  isForeign: false,
  groups: [],
  ...given,
});

describe("who may do what, by what Slack, the configuration and the roles table say", () => {
  onBothEngines((engine) => {
    let home: EmptyPool;
    beforeAll(async () => {
      home = await emptyPool(engine);
      await home.pool.write((db) =>
        db.roleAssignment.createMany({
          data: ASSIGNED.map(([user_id, role, districts]) => ({
            user_id,
            role,
            districts: JSON.stringify(districts),
            set_by: "U0ADMIN01",
            set_at: "2026-02-01T00:00:00.000Z",
          })),
        }),
      );
    });
    afterAll(() => home.drop());

    it.each<readonly [string, SlackPerson, Role, readonly string[]]>([
      ["nobody in particular has none", somebody("U0OTHER01"), "none", []],
      ["an administrator named in the configuration", somebody("U0ADMIN01"), "admin", []],
      ["a member of the staff's group", somebody("U0OTHER01", { groups: ["S0STAFF01"] }), "staff", []],
      ["the highest of several groups", somebody("U0OTHER01", { groups: ["S0COORD01", "S0ADMIN01"] }), "admin", []],
      ["a group that carries nothing", somebody("U0OTHER01", { groups: ["S0OTHER01"] }), "none", []],
      ["somebody in the roles table", somebody("U0COORD02"), "coordinator", []],
      ["the table and a higher group", somebody("U0COORD02", { groups: ["S0STAFF01"] }), "staff", []],
      ["the table and a lower group", somebody("U0ADMIN01", { groups: ["S0COORD01"] }), "admin", []],
      ["none in the table, and a group", somebody("U0NONE001", { groups: ["S0COORD01"] }), "coordinator", []],
      ["none in the table alone", somebody("U0NONE001"), "none", []],
      ["a district viewer of the configuration", somebody("U0DISTR01"), "district", ["Grandview School District"]],
      ["a district viewer of the table", somebody("U0DISTR02"), "district", ["Hickman Mills School District"]],
      [
        "a district viewer of both sees what either gives",
        somebody("U0BOTH001"),
        "district",
        ["Grandview School District", "Center School District"],
      ],
      [
        "a district viewer in a group has its role, and no bounds",
        somebody("U0DISTR01", { groups: ["S0STAFF01"] }),
        "staff",
        [],
      ],
      ["a district viewer without a district sees none", somebody("U0ODD0001"), "district", []],
      ["a guest is nothing by a group", somebody("U0OTHER01", { isGuest: true, groups: ["S0ADMIN01"] }), "none", []],
      ["a guest is nothing by a role in the table", somebody("U0GUEST01", { isGuest: true }), "none", []],
      [
        "a guest may be a district viewer",
        somebody("U0GUEST02", { isGuest: true }),
        "district",
        ["Center School District"],
      ],
      ["somebody of another workspace is no administrator", somebody("U0ADMIN01", { isForeign: true }), "none", []],
      [
        "somebody of another workspace may be a district viewer",
        somebody("U0DISTR01", { isForeign: true }),
        "district",
        ["Grandview School District"],
      ],
      ["groups that cannot be read give nothing", somebody("U0OTHER01", { groups: null }), "none", []],
      ["groups that cannot be read leave the table", somebody("U0COORD02", { groups: null }), "coordinator", []],
      ["groups that cannot be read leave the administrators", somebody("U0ADMIN01", { groups: null }), "admin", []],
    ])("%s", async (_, person, role, districts) => {
      expect(await accessOf(home.pool, ORGANIZATION, person)).toMatchObject({ role, districts });
    });

    it.each<readonly [string, SlackPerson, true | undefined]>([
      [
        "staff named as readers of students' rows may have them",
        somebody("U0READER1", { groups: ["S0STAFF01"] }),
        true,
      ],
      ["so may a coordinator", somebody("U0READER1", { groups: ["S0COORD01"] }), true],
      ["and an administrator, when named", somebody("U0ADMIN01"), true],
      ["an administrator who is not named may not", somebody("U0OTHER01", { groups: ["S0ADMIN01"] }), undefined],
      ["being named gives no role", somebody("U0NONE001"), undefined],
      ["a district viewer may not, though named", somebody("U0DISTR01"), undefined],
      ["a guest may not, though named", somebody("U0READER1", { isGuest: true, groups: ["S0STAFF01"] }), undefined],
      ["nor somebody of another workspace", somebody("U0ADMIN01", { isForeign: true }), undefined],
    ])("%s", async (_, person, readsStudents) => {
      expect((await accessOf(home.pool, ORGANIZATION, person)).readsStudents).toBe(readsStudents);
    });
  });
});
