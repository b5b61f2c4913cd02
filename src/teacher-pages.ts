import { type AuditRecord, writeAudit } from "./command/index.js";
import {
  keepRemark,
  linkOf,
  noteOpened,
  pageOf,
  REMARK_KINDS,
  type Remark,
  type TeacherPage,
  teacherPage,
} from "./people/index.js";
import type { Pool } from "./pool/index.js";
import { reply } from "./reply/index.js";
import { type Clock, newRequestId, type Organization } from "./runtime/index.js";
import type { Tell } from "./watch/index.js";

/** What the pages of teachers read and write, over one pool. */
export interface TeacherDesk {
  page(token: string): Promise<TeacherPage | null>;
  opened(link: number): Promise<void>;
  remark(token: string, remark: Remark): Promise<"kept" | "too_many" | null>;
}

export function teacherDesk(parts: {
  readonly pool: Pool;
  readonly organization: Organization;
  readonly clock: Clock;
  /** How staff hear of a new remark. */
  readonly tell: Tell;
}): TeacherDesk {
  const { pool, organization, clock, tell } = parts;
  return {
    page: (token) => teacherPage(pool, organization, token, clock.now()),
    opened: (link) => pool.transaction((tx) => noteOpened(tx, link, clock.now())),
    remark: (token, remark) =>
      pool.transaction(async (tx) => {
        const now = clock.now();
        // The link may have ended, or the teacher left the roster, while the form was filled in.
        const link = await linkOf(tx, token, now);
        if (link === null || (await pageOf(tx, organization, link, now)) === null) return null;
        const id = await keepRemark(tx, link, remark, now);
        if (id === null) return "too_many";
        await writeAudit(tx, remarkNoted(id, link.id, remark, now));
        await tell(tx, {
          key: `teacher-remark:${id}`,
          reply: remarkTold(id, remark),
          threadKey: null,
          replacesKey: null,
          isCritical: false,
        });
        return "kept";
      }),
  };
}

/** Of the remark's words nothing: they may name people. */
const remarkTold = (id: number, { kind }: Remark) =>
  reply({
    title: "A teacher says that something is wrong",
    text: `A teacher says on their page: ${REMARK_KINDS[kind]}. “teacher-remarks ${id}” shows it.`,
    sensitivity: "open",
    actions: [{ label: "Open it", line: `teacher-remarks ${id}`, does: "run", sensitivity: "open" }],
  });

const remarkNoted = (id: number, link: number, { kind }: Remark, now: string): AuditRecord => ({
  at: now,
  requestId: newRequestId(),
  actor: `teacher-link ${link}`,
  role: "none",
  door: "page",
  place: null,
  command: "teacher page",
  kind: "write",
  outcome: "done",
  detail: { remark: id, kind },
});
