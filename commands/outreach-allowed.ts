import type { Gate } from "../src/people/index.js";

export interface Objection {
  /** What stands against it, and what to do. */
  readonly text: string;
  /** No reason helps. */
  readonly isFinal: boolean;
}

interface Intended {
  readonly gate: Gate | null;
  readonly elsewhere: string | null;
  readonly mayBeCalled: boolean;
  readonly method: string;
  readonly outcome: string;
}

/** Whether what is to be logged goes against a gate (rulings S1, S2): then a reason is needed, and kept. What somebody themselves said is always logged. */
export function needsReason({ gate, elsewhere, mayBeCalled, method, outcome }: Intended): Objection | null {
  if (gate === null || outcome === "declined" || outcome === "not_now") return null;
  if (gate === "do-not-contact") return but("They must not be contacted. If they came to you, say so with reason:.");
  if ((gate === "opted out" || gate === "bounced") && method === "email")
    return but(
      `${gate === "bounced" ? "E-mails to them come back" : "They want no e-mails"}.${mayBeCalled ? " They may be called: method:call." : ""} If you wrote all the same, say why with reason:.`,
    );
  if (outcome !== "assigned") return null;
  if (gate === "already on this event") return { text: "They are signed up for this event already.", isFinal: true };
  if (gate === "elsewhere at that time")
    return but(
      `They are at ${elsewhere ?? "another event"} at that time. To propose them all the same, say why with reason:.`,
    );
  if (gate === "not available then")
    return but("They said that they have no time then. To propose them all the same, say why with reason:.");
  if (gate === "inactive" || gate === "excluded")
    return but(`Their record says ${gate}. To propose them all the same, say why with reason:.`);
  return null;
}

const but = (text: string): Objection => ({ text, isFinal: false });
