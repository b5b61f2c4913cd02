import { PolarisError } from "../runtime/index.js";
import { DATASETS } from "./datasets/index.js";
import { OBJECTS } from "./salesforce/index.js";

/**
 * Holds the names under reconcile.fields against what is compared; the columns of a sheet are called as whoever keeps it calls them, and are not.
 * @throws PolarisError configuration_invalid: under a name that nothing has, a tolerance would hold for nothing without a word
 */
export function requireComparedFields(fields: Readonly<Record<string, Readonly<Record<string, unknown>>>>): void {
  for (const [name, tolerances] of Object.entries(fields)) {
    const object = OBJECTS.find((each) => each.name === name);
    if (object === undefined) {
      if (DATASETS.some((each) => each.name === name)) continue;
      const known = [...OBJECTS, ...DATASETS].map((each) => each.name).join(", ");
      throw refused(`“${name}” is nothing that is compared. Expected one of ${known}.`);
    }
    const read: readonly string[] = [...object.required, ...object.optional];
    const unknown = Object.keys(tolerances).find((field) => !read.includes(field));
    if (unknown !== undefined)
      throw refused(`“${unknown}” is no field that is read of ${name}. Expected one of ${read.join(", ")}.`);
  }
}

const refused = (sentence: string): PolarisError =>
  new PolarisError("configuration_invalid", `reconcile.fields in organization.yml: ${sentence}`);
