const LINE_END = 10;
const BYTE_ORDER_MARK = "\u{feff}";
/** About so many bytes become one text. */
const BYTES_PER_TEXT = 8_192;

/**
 * The texts of a streamed answer, cut at ends of lines, so that no letter is cut in two. They are short, because one letter beyond Latin-1 doubles what its
 * whole text takes, and all that is cut out of it.
 */
export async function* textsOf(pieces: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  let isFirst = true;
  for await (const lines of linesOf(pieces)) {
    const text = lines.toString("utf8");
    yield isFirst && text.startsWith(BYTE_ORDER_MARK) ? text.slice(1) : text;
    isFirst = false;
  }
}

/** The bytes, a few whole lines at a time; what comes last may be no whole line. */
async function* linesOf(pieces: AsyncIterable<Uint8Array>): AsyncGenerator<Buffer> {
  let begun: Buffer[] = [];
  for await (const { buffer, byteOffset, byteLength } of pieces) {
    const piece = Buffer.from(buffer, byteOffset, byteLength);
    let from = 0;
    for (let end = lineEnd(piece, from); end > from; end = lineEnd(piece, from)) {
      yield Buffer.concat([...begun, piece.subarray(from, end)]);
      begun = [];
      from = end;
    }
    if (from < piece.length) begun.push(piece.subarray(from));
  }
  if (begun.length > 0) yield Buffer.concat(begun);
}

/** Where the first line ends that is enough for a text, else the last one of the piece; 0 when none ends in it. */
function lineEnd(piece: Buffer, from: number): number {
  const far = piece.indexOf(LINE_END, from + BYTES_PER_TEXT);
  return (far === -1 ? piece.lastIndexOf(LINE_END) : far) + 1;
}
