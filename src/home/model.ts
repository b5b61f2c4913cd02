import type { KnownBlock } from "@slack/web-api";
import type { Access } from "../command/index.js";
import type { Pool } from "../pool/index.js";
import type { Organization } from "../runtime/index.js";

/** Whose App Home it is, and when it is looked at. */
export interface HomeParts {
  readonly pool: Pool;
  readonly organization: Organization;
  /** Slack user id. */
  readonly userId: string;
  readonly access: Access;
  /** ISO-8601 UTC. */
  readonly now: string;
  /** The organisation's local day. */
  readonly today: string;
  /** True in the sandbox. */
  readonly sample: boolean;
}

/** One part of the App Home: a heading, and what stands under it. */
export interface Section {
  readonly heading: string;
  readonly blocks: readonly KnownBlock[];
}
