import { completenessNotices, provenanceOf } from "../metrics/index.js";
import type { Reader } from "../pool/index.js";
import type { Notice, Reply } from "../reply/index.js";
import type { Organization } from "../runtime/index.js";

/** What every reply of figures ends with: whether they are complete, before all other notices, and the footer (ruling F1). */
export async function footing(
  reader: Reader,
  organization: Organization,
  of: Parameters<typeof provenanceOf>[2] & { readonly notices?: readonly Notice[] },
): Promise<Pick<Reply, "notices" | "provenance">> {
  const [complete, provenance] = await Promise.all([
    completenessNotices(reader),
    provenanceOf(reader, organization, of),
  ]);
  return { notices: [...complete, ...(of.notices ?? [])], provenance };
}
