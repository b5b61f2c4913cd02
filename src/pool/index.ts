export { engineOf, sqliteFile } from "./address.js";
export * from "./backup/index.js";
export { type Belonging, claimBelonging } from "./belonging.js";
export { fill, fillEmpty } from "./filling.js";
export { migrate } from "./migrate.js";
export * from "./model.js";
export { openPool, type Pool, type PoolOptions } from "./pool.js";
export type { ReadDb, WriteDb } from "./prisma.js";
export { rehearse } from "./rehearsal.js";
