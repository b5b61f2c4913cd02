import type { Pool } from "../../src/pool/index.js";
import { SmallOrganization } from "./small-organization.js";

/** An organisation of which every figure has something to count: one event of a district's school, who came, and how many. */
export async function oneEvent(pool: Pool): Promise<void> {
  const small = new SmallOrganization(pool);
  const district = small.district("KCK");
  const event = small.event({ date: "2025-10-01", school: small.school("A", district), districts: [district] });
  small.attendance({ event, students: 60, rooms: 3, rotations: 2 });
  small.participation({ event, contact: small.person("Ann"), hours: 1 });
  await small.write();
}
