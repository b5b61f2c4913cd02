import { invalidArgument } from "./refusal.js";

/** The names a resource has, nested: what a mask may ask for. */
export interface Shape {
  readonly [name: string]: Shape | true;
}

interface Mask {
  readonly [name: string]: Mask | true;
}

/** Reads "a,b(c,d),e.f": the partial-response mask of Google's APIs. */
function parse(text: string): Mask {
  let at = 0;
  const list = (): Mask => {
    const mask: Record<string, Mask | true> = {};
    for (;;) {
      const [name, inner] = item();
      const before = mask[name];
      mask[name] = before === undefined || before === true || inner === true ? inner : { ...before, ...inner };
      if (text[at] !== ",") return mask;
      at += 1;
    }
  };
  const item = (): [string, Mask | true] => {
    const name = /^[\w*]+/.exec(text.slice(at))?.[0];
    if (name === undefined) throw invalidArgument("Request contains an invalid argument.");
    at += name.length;
    if (text[at] === "." || text[at] === "/") {
      at += 1;
      const [below, inner] = item();
      return [name, { [below]: inner }];
    }
    if (text[at] !== "(") return [name, true];
    at += 1;
    const inner = list();
    if (text[at] !== ")") throw invalidArgument("Request contains an invalid argument.");
    at += 1;
    return [name, inner];
  };
  const mask = list();
  if (at !== text.length) throw invalidArgument("Request contains an invalid argument.");
  return mask;
}

function picked(value: unknown, mask: Mask | true, shape: Shape | true, path: string): unknown {
  if (mask === true || value === undefined || value === null) return value;
  if (Array.isArray(value)) return value.map((each) => picked(each, mask, shape, path));
  const given = value as Readonly<Record<string, unknown>>;
  return Object.fromEntries(
    Object.keys(mask).flatMap((name) => {
      const inner = mask[name] ?? true;
      const known = shape === true ? true : shape[name];
      if (given[name] === undefined) return [];
      return [[name, picked(given[name], inner, known ?? true, `${path}${name}.`)]];
    }),
  );
}

function check(mask: Mask | true, shape: Shape | true): void {
  if (mask === true) return;
  for (const [name, inner] of Object.entries(mask)) {
    const below = shape === true ? undefined : shape[name];
    if (name === "*") continue;
    if (below === undefined) throw invalidArgument(`Invalid field selection ${name}`);
    check(inner, below);
  }
}

/** The parts of a resource that `fields` asks for; all of them when it says nothing or "*". */
export function selected(resource: unknown, fields: string | null, shape: Shape): unknown {
  if (fields === null || fields === "*") return resource;
  const mask = parse(fields);
  check(mask, shape);
  return picked(resource, mask, shape, "");
}
