/**
 * The heap of the thread that writes. Bounds, however far away, make the engine collect what is done with in time: without them a first load of 200,000 rows
 * keeps half as much again as it needs.
 */
export const WRITER_MEMORY = { maxYoungGenerationSizeMb: 8, maxOldGenerationSizeMb: 1024 } as const;
