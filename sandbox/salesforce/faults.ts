import { z } from "zod";

/** What may go wrong on purpose with the requests that match. */
export const faultSchema = z.strictObject({
  /** A regular expression on "METHOD path?query", such as `GET .*\/query`. */
  match: z.string().min(1),
  /** Answers with this status at once, without doing the work. */
  status: z.number().int().min(200).max(599).optional(),
  body: z.union([z.string(), z.array(z.unknown()), z.record(z.string(), z.unknown())]).optional(),
  headers: z.record(z.string(), z.string()).optional(),
  delayMs: z.number().int().nonnegative().optional(),
  /** Cuts the connection before anything is answered. */
  destroy: z.boolean().optional(),
  /** Cuts the connection after so many bytes of the body. */
  cutBodyAfterBytes: z.number().int().nonnegative().optional(),
  /** Sends the headers and the body up to `cutBodyAfterBytes`, then nothing more, with the connection open. */
  stall: z.boolean().optional(),
  /** How many requests it meets; default 1. */
  times: z.number().int().positive().optional(),
});

export type FaultInput = z.input<typeof faultSchema>;
export type Fault = z.output<typeof faultSchema>;

interface ArmedFault {
  readonly id: number;
  readonly fault: Fault;
  readonly pattern: RegExp;
  left: number;
}

/** The faults that wait for their request, oldest first. */
export class Faults {
  private armed: ArmedFault[] = [];
  private made = 0;

  add(input: FaultInput): number {
    const fault = faultSchema.parse(input);
    const id = ++this.made;
    this.armed.push({ id, fault, pattern: new RegExp(fault.match), left: fault.times ?? 1 });
    return id;
  }

  clear(): void {
    this.armed = [];
  }

  list(): readonly (Fault & { id: number; left: number })[] {
    return this.armed.map(({ id, fault, left }) => ({ ...fault, id, left }));
  }

  /** The fault for this request, used up by one; undefined when it may go well. */
  take(method: string, pathAndQuery: string): Fault | undefined {
    const found = this.armed.find(({ pattern }) => pattern.test(`${method} ${pathAndQuery}`));
    if (!found) return undefined;
    found.left -= 1;
    this.armed = this.armed.filter(({ left }) => left > 0);
    return found.fault;
  }
}
