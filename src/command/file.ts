import { z } from "zod";
import type { Argument } from "./argument.js";
import { plain, readAs, wholly } from "./kinds.js";

const reference = z.string().trim().min(1, "a file");

/** A file: at the terminal its path, in Slack the id of one that was uploaded ("F…"), which a form's field or a shortcut gives. */
export function file<const D extends Parameters<typeof plain>[0]>(
  details: D,
): Argument<D extends { readonly required: true } ? string : string | null> {
  return {
    ...plain(details),
    shape: { kind: "file" },
    // A file is what is read, not a selection of it.
    isFilter: false,
    read: (given) => readAs(reference, wholly(given)),
    write: (value) =>
      value === null ? [] : [{ negated: false, parts: [{ text: value, quoted: true, mention: null }] }],
  };
}
