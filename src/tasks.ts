import type { MessagePort } from "node:worker_threads";
import type { AuditRecord, FormAsked, Place, Submitted } from "./command/index.js";
import type { Settlement } from "./delivery/index.js";
import type { MadeDigest } from "./digests.js";
import type { SlackPerson, SlackRequest } from "./doors/index.js";
import type { Remark } from "./people/index.js";
import type { ErrorCode } from "./runtime/index.js";
import type { Claim, DueDigest } from "./schedule/index.js";
import type { Problem } from "./watch/index.js";

/** What a thread can be asked to do. Reading tasks run in any reader, writing ones in the one writer. */
export type Task =
  | { readonly kind: "answer"; readonly request: SlackRequest; readonly progress: MessagePort }
  | { readonly kind: "form"; readonly request: SlackRequest; readonly asked: FormAsked }
  | { readonly kind: "submit"; readonly request: SlackRequest; readonly values: Submitted }
  | {
      readonly kind: "options";
      readonly request: SlackRequest;
      readonly command: string;
      readonly argument: string;
      readonly query: string;
    }
  | { readonly kind: "home"; readonly request: SlackRequest }
  | { readonly kind: "parcel"; readonly payload: string; readonly place: Place }
  | { readonly kind: "storedLine"; readonly key: string }
  | { readonly kind: "firstSight"; readonly key: string }
  | { readonly kind: "keep"; readonly aside: Aside }
  | { readonly kind: "belong"; readonly key: "slack_team_id" | "mode"; readonly value: string }
  | { readonly kind: "claimSource" }
  | { readonly kind: "firstSync"; readonly progress: MessagePort }
  /** Takes the jobs that are due, but for those that still run. */
  | { readonly kind: "claim"; readonly busy: readonly string[] }
  | { readonly kind: "job"; readonly claim: Claim }
  /** Ends what is under way at the next page: the next run goes on from there. */
  | { readonly kind: "windDown" }
  | { readonly kind: "alarm"; readonly problem: Problem | null }
  /** Keeps the digests of organization.yml as they stand there. */
  | { readonly kind: "digestsInStep" }
  | { readonly kind: "claimDigests" }
  | { readonly kind: "makeDigest"; readonly due: DueDigest; readonly person: SlackPerson | null }
  | { readonly kind: "keepDigest"; readonly made: MadeDigest }
  | { readonly kind: "observe" }
  /** What is public of the sessions to come, of a district by its slug or of all. */
  | { readonly kind: "feed"; readonly slug: string | null }
  | { readonly kind: "lease" }
  | { readonly kind: "settle"; readonly id: number; readonly settlement: Settlement }
  | { readonly kind: "unknown" }
  /** A teacher's own page: read by a reader, the other two written. */
  | { readonly kind: "teacherPage"; readonly token: string }
  | { readonly kind: "teacherPageOpened"; readonly link: number }
  | { readonly kind: "teacherRemark"; readonly token: string; readonly remark: Remark };

/** What a reader may not write itself and hands on with its answer. */
export interface Aside {
  readonly audit: readonly AuditRecord[];
  readonly lines: readonly { readonly key: string; readonly line: string }[];
}

export interface WithAside<T> {
  readonly result: T;
  readonly aside: Aside;
}

/** How a task ended, as it crosses from thread to thread. */
export type Finished<T> =
  | { readonly result: T }
  | { readonly refusal: { readonly code: ErrorCode; readonly message: string } };
