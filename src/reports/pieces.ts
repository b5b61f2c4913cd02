/** An engine takes so many parameters and no more. */
const PIECE = 5_000;

/** What is asked of many ids, in pieces that an engine takes, all at once. */
export async function inPieces<Id, Row>(
  ids: readonly Id[],
  ask: (piece: readonly Id[]) => Promise<readonly Row[]>,
): Promise<Row[]> {
  const pieces = Array.from({ length: Math.ceil(ids.length / PIECE) }, (_, place) =>
    ids.slice(place * PIECE, (place + 1) * PIECE),
  );
  return (await Promise.all(pieces.map(ask))).flat();
}
