import type { CommandContext } from "../src/command/index.js";
import { type Fact, fact, showInteger, showPercent } from "../src/reply/index.js";
import { virtualCompleteness } from "../src/watch/index.js";

/** How whole the record of the virtual sessions held is, and each gap apart; one session may have two. Nothing while none was held. */
export async function completenessFacts({ pool, request }: CommandContext): Promise<Fact[]> {
  const found = await virtualCompleteness(pool, request.now);
  const { held } = found;
  if (held === 0) return [];
  const share = (key: string, label: string, count: number): Fact =>
    fact(key, label, count, "integer", "open", { note: `${showPercent(count / held)} of ${showInteger(held)} held` });
  return [
    share("virtual_whole", "Virtual sessions with presenter, teacher and attendance", found.whole),
    share("virtual_without_presenter", "Virtual sessions without a presenter", found.withoutPresenter),
    share("virtual_without_teacher", "Virtual sessions without a teacher", found.withoutTeacher),
    share(
      "virtual_attendance_unknown",
      "Virtual sessions with a teacher's attendance unknown",
      found.attendanceUnknown,
    ),
  ];
}
