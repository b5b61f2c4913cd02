import { writeFileSync } from "node:fs";
import path from "node:path";
import { afterEach, expect, it } from "vitest";
import { newServiceAccount } from "../../sandbox/google/index.js";
import { openPool, type Pool } from "../../src/pool/index.js";
import { openSetting, type Setting } from "./setting.js";

let setting: Setting;
afterEach(() => setting.close());

async function inPool<T>(look: (pool: Pool) => Promise<T>): Promise<T> {
  const pool = openPool(`file:${path.join(setting.folder, "polaris.db")}`, { readOnly: true });
  return look(pool).finally(() => pool.close());
}

const origins = () =>
  inPool(async ({ db }) => {
    const batches = await db.syncBatch.findMany({ where: { origin: { not: null } }, orderBy: { id: "asc" } });
    return [...new Set(batches.map(({ origin, state }) => `${origin}: ${state}`))];
  });
const people = () => inPool(({ db }) => db.contact.count());

it("the first start reads Salesforce, then the sheets, then the website's figures", async () => {
  setting = await openSetting({ google: true, mail: true });
  await setting.start();
  expect(await people()).toBeGreaterThan(1_000);
  expect(await origins()).toEqual([
    "sheet:Roster Grandview: ok",
    "sheet:Students reached: ok",
    "sheet:School levels: ok",
    "sheet:BFI and HSA: ok",
    "sheet:Pathway roster: ok",
    "sheet:Diploma+: ok",
    "sheet:Old virtual log: ok",
    "sheet:Teacher feedback: ok",
    "analytics:240000001: ok",
  ]);
});

it("a Google that turns the account away stops neither the start nor Salesforce", async () => {
  setting = await openSetting({ google: true });
  const stranger = path.join(setting.folder, "stranger.json");
  writeFileSync(stranger, newServiceAccount("nobody@elsewhere.example").keyFile);
  await setting.start({ GOOGLE_SERVICE_ACCOUNT_FILE: stranger });
  expect(await people()).toBeGreaterThan(1_000);
  const states = (await origins()).map((each) => each.replace(/^.*: /, ""));
  expect(new Set(states)).toEqual(new Set(["failed"]));
});

it("without Google nothing is asked of it", async () => {
  setting = await openSetting();
  await setting.start();
  expect(setting.google).toBeNull();
  expect(await origins()).toEqual([]);
});
