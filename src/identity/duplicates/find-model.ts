import type { Reader } from "../../pool/index.js";
import type { Organization } from "../../runtime/index.js";
import type { Breathe, Likeness, LikenessOptions, Plan } from "../likeness/index.js";
import { likeness } from "../likeness/index.js";
import type { RecordKey } from "./merge-records.js";

/** A record by its id in the pool, too. */
export interface Keyed extends RecordKey {
  readonly id: number;
}

/** What is read of one sort of records, and how they are compared. */
export interface Comparison<Row extends Keyed> {
  read(reader: Reader, organization: Organization, breathe: Breathe): Promise<Row[]>;
  plan(organization: Organization): Plan<Row>;
}

/** Whether a person said of two records that they are two: nothing makes them one after that, not even a third. */
export type AreTwo = (a: RecordKey, b: RecordKey) => boolean;

/** A comparison whose rows nobody else needs to know. */
export interface Looking {
  look(
    reader: Reader,
    organization: Organization,
    options: LikenessOptions,
    areTwo: AreTwo,
  ): Promise<{ readonly records: readonly Keyed[]; readonly likeness: Likeness }>;
}

export function looking<Row extends Keyed>({ read, plan }: Comparison<Row>): Looking {
  return {
    async look(reader, organization, options, areTwo) {
      const breathe = options.breathe ?? (async () => undefined);
      const records = await read(reader, organization, breathe);
      await breathe();
      const usual = plan(organization);
      const conflict = (a: Row, b: Row) => (areTwo(a, b) ? "a person said so" : (usual.conflict?.(a, b) ?? null));
      return { records, likeness: await likeness(records, { ...usual, conflict }, options) };
    },
  };
}
