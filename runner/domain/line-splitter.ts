/** Cuts text that comes in pieces into lines. */
export interface LineSplitter {
  /** Gives every line that the piece completes, in order, without its line feed. */
  push(piece: string): void;
  /** Length of the line that has begun and not ended. */
  readonly pending: number;
}

/**
 * Only a line feed ends a line: Node's readline also cuts at U+2028, which may stand unescaped
 * inside JSON.
 */
export function createLineSplitter(onLine: (line: string) => void): LineSplitter {
  let pieces: string[] = [];
  let pending = 0;
  return {
    get pending() {
      return pending;
    },
    push(piece) {
      let start = 0;
      for (let end = piece.indexOf('\n'); end >= 0; end = piece.indexOf('\n', start)) {
        const rest = piece.slice(start, end);
        start = end + 1;
        const line = pieces.length === 0 ? rest : pieces.join('') + rest;
        pieces = [];
        pending = 0;
        onLine(line);
      }
      if (start < piece.length) {
        pieces.push(start === 0 ? piece : piece.slice(start));
        pending += piece.length - start;
      }
    },
  };
}
