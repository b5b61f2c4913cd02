import { type BackupParts, backupInWords } from "./backups.js";
import type { Services } from "./command/index.js";
import { mailAnswers } from "./delivery/index.js";
import type { GoogleServices } from "./google-services.js";
import { counted } from "./reply/index.js";
import { asPolarisError, type Organization, PolarisError, pagesAddress } from "./runtime/index.js";
import type { SalesforceSource } from "./sources/index.js";

type Check = Awaited<ReturnType<Services["check"]>>[number];

/** Configuration, pool, and every connection: one line each, with what is missing and what to grant. */
export async function checkEverything(
  parts: BackupParts,
  source: SalesforceSource,
  google: GoogleServices,
): Promise<Check[]> {
  const { settings, organization, pool } = parts;
  const attempt = async (what: string, doing: () => Promise<string>): Promise<Check> => {
    try {
      return { what, ok: true, text: await doing() };
    } catch (thrown) {
      return { what, ok: false, text: asPolarisError(thrown).message };
    }
  };
  const { mail } = settings;
  const ofGoogle: Check[] = [];
  for (const { what, look } of await google.checks()) ofGoogle.push(await attempt(what, look));
  return [
    await attempt("Configuration", async () => `${organization.name}, ${organization.timeZone}, ${settings.mode}`),
    await attempt("Administrators", async () => {
      const assigned = await pool.db.roleAssignment.count({ where: { role: "admin" } });
      const admins = organization.slack.admins.length + assigned;
      if (admins === 0)
        throw new PolarisError(
          "configuration_invalid",
          "Nobody is an administrator. Expected slack.admins in organization.yml to name at least one Slack user id.",
        );
      return `${admins} named`;
    }),
    await attempt("Pool", async () => `${pool.engine}, ${counted(await pool.db.contact.count(), "contact")}`),
    await attempt("Salesforce", async () => `answers, org ${(await source.open()).organizationId}`),
    ...(await Promise.all(
      source.objects.map((object) =>
        attempt(`Salesforce ${object.name}`, async () => {
          await source.open();
          try {
            const shape = source.shape(object, await source.describe(object.name));
            return shape.notices.length === 0 ? "every field is visible" : shape.notices.join(" ");
          } catch (thrown) {
            const { code, message } = asPolarisError(thrown);
            if (object.isOptional !== true || code !== "salesforce_permission_missing") throw thrown;
            return `${message} Until then Polaris goes on without ${object.label}.`;
          }
        }),
      ),
    )),
    ...ofGoogle,
    ...(mail === null
      ? []
      : [
          await attempt("Mail", async () => {
            await mailAnswers(mail);
            return `answers, alerts go to ${mail.to.length === 1 ? "one address" : `${mail.to.length} addresses`}`;
          }),
        ]),
    await attempt("Backup", () => backupInWords(parts)),
    { what: "Pages", ok: true, text: pagesInWords(organization) },
  ];
}

/** Whether there are pages for people outside Slack, where, and whether the public feed of sessions is among them. */
function pagesInWords(organization: Organization): string {
  const address = pagesAddress(organization);
  if (address === null) return "none: web.port is not set in organization.yml";
  return `at ${address}: a teacher's own, ${organization.web.feed.enabled ? "and the public feed of sessions" : "without the public feed of sessions (web.feed)"}`;
}
