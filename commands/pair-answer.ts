import { type CommandContext, take } from "../src/command/index.js";
import { addDays } from "../src/domain/index.js";
import { PAIR_ANSWERS, type PairDecision } from "../src/identity/index.js";

/** What a person says of a pair of any kind without making it one. */
export const pairAnswerArguments = {
  answer: take.choice(
    [
      { value: PAIR_ANSWERS[0], label: "Different" },
      { value: PAIR_ANSWERS[1], label: "Later" },
      { value: PAIR_ANSWERS[2], label: "Open again", also: ["undo"] },
    ],
    { label: "What is it", positional: "one", required: true },
  ),
  standing: take.standing(),
};

/** The same as a decision of whoever asks, and the day on which a pair that is put off comes back. */
export function pairDecision(
  said: Pick<PairDecision, "id" | "answer" | "standing">,
  { organization, calendar, request }: CommandContext,
): { readonly decision: PairDecision; readonly backOn: string } {
  const backOn = addDays(calendar.today, organization.identity.laterDays);
  return {
    decision: { ...said, by: request.actor.id, now: request.now, until: `${backOn}T00:00:00.000Z` },
    backOn,
  };
}
