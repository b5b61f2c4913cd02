import type { Crew } from "./crew.js";
import { openPages } from "./doors/index.js";
import { asPolarisError, type Log, type Organization, type Settings, systemClock } from "./runtime/index.js";

/** The pages that teachers are given links to, and the public feeds, where organization.yml says where. Resolves to what closes them. */
export async function openOutsidePages(
  { settings, organization }: { readonly settings: Settings; readonly organization: Organization },
  { teacherPages, feed: read }: Crew,
  onRemark: () => void,
  log: Log,
): Promise<() => Promise<void>> {
  const { port, host, feed } = organization.web;
  if (port === undefined) return async () => undefined;
  const pages = {
    ...teacherPages,
    remark: (...said: Parameters<typeof teacherPages.remark>) => teacherPages.remark(...said).finally(onRemark),
  };
  const feeds = feed.enabled ? { feeds: { read, cacheSeconds: feed.cacheSeconds, perMinute: feed.perMinute } } : {};
  try {
    const sample = settings.mode === "sandbox";
    return (await openPages({ port, host, pages, ...feeds, sample, clock: systemClock, log })).close;
  } catch (thrown) {
    // Another sandbox of this machine may have the port: this one then runs without pages.
    if (settings.mode !== "sandbox") throw thrown;
    console.error(`${asPolarisError(thrown).message} Polaris runs without its pages for teachers.`);
    return async () => undefined;
  }
}
