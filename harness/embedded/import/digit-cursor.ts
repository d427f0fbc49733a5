/** Bytes of a field. */
export interface Range {
  readonly from: number;
  readonly to: number;
}

export function textOf(bytes: Uint8Array, from: number, to: number): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset + from, to - from).toString('latin1');
}

export type Cursor = ReturnType<typeof createCursor>;

/** Reads runs of digits. */
export function createCursor() {
  let bytes: Uint8Array = new Uint8Array(0);
  let at = 0;
  let end = 0;
  let length = 0;
  const cursor = {
    open(source: Uint8Array, { from, to }: Range): void {
      bytes = source;
      at = from;
      end = to;
    },
    /** The next digits as a number, at most `most` of them; NaN where there are none. */
    digits(most: number): number {
      let value = 0;
      const start = at;
      while (at < end && at - start < most) {
        const byte = bytes[at] as number;
        if (byte < 48 || byte > 57) break;
        value = value * 10 + byte - 48;
        at++;
      }
      length = at - start;
      return length === 0 ? Number.NaN : value;
    },
    /** How many digits the last call found. */
    length: (): number => length,
    /** Steps over one of the characters; false where none stands there. */
    skip(characters: string): boolean {
      if (at >= end || !characters.includes(String.fromCharCode(bytes[at] as number))) return false;
      at++;
      return true;
    },
    rest: (): string => textOf(bytes, at, end),
    atEnd: (): boolean => at >= end,
    atDigit: (): boolean => at < end && (bytes[at] as number) >= 48 && (bytes[at] as number) <= 57,
    /** Some write the date of a row as a midnight, with the time in a column of its own. */
    atMidnight: (): boolean => /^[T ]0?0:00(:00)?$/.test(cursor.rest()),
  };
  return cursor;
}
