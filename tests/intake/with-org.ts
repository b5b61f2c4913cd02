import type { Sql } from "sql-template-tag";
import { afterEach, beforeEach } from "vitest";
import type { SalesforceOrg, SalesforceOrgOptions } from "../../sandbox/salesforce/index.js";
import type { SyncOptions } from "../../src/intake/index.js";
import type { Engine, Pool } from "../../src/pool/index.js";
import { type EmptyPool, emptyPool } from "../pool/engines.js";
import { listeningOrg, sync } from "./setting.js";

/** An empty pool and an empty Salesforce for each test, and the syncs between them. */
export function withOrg(engine: Engine, options: SalesforceOrgOptions = {}) {
  let home: EmptyPool;
  let org: SalesforceOrg;
  beforeEach(async () => {
    home = await emptyPool(engine);
    org = await listeningOrg(options);
  });
  afterEach(async () => {
    await home.drop();
    await org.close();
  });
  return {
    get pool(): Pool {
      return home.pool;
    },
    get org(): SalesforceOrg {
      return org;
    },
    /** A Salesforce of its own kind in the place of the usual one. */
    async anotherOrg(instead: SalesforceOrgOptions): Promise<void> {
      await org.close();
      org = await listeningOrg(instead);
    },
    rows: <Row>(query: Sql) => home.pool.query<Row>(query),
    sync: (more: Partial<SyncOptions> = {}) => sync(home.pool, org, more),
  };
}
