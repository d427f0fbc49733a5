const ZERO = 48;
const FIRST_CAPACITY = 1 << 16;
const LONGEST_TEXT = 512;

/** ASCII text that grows in one buffer: a million lines of numbers would be as many strings. */
export interface ByteWriter {
  /** A whole number of at least 0 is written digit by digit, everything else as a string. */
  number(value: number): void;
  text(value: string): void;
  /** What was written since the last call, in memory of its own. */
  take(): Buffer;
}

export function createByteWriter(): ByteWriter {
  let bytes = Buffer.allocUnsafe(FIRST_CAPACITY);
  let length = 0;
  function reserve(): void {
    if (length + LONGEST_TEXT < bytes.length) return;
    const larger = Buffer.allocUnsafe(bytes.length * 2);
    bytes.copy(larger, 0, 0, length);
    bytes = larger;
  }
  function text(value: string): void {
    reserve();
    length += bytes.write(value, length, 'latin1');
  }
  return {
    text,
    number(value) {
      if (!Number.isSafeInteger(value) || value < 0) {
        text(decimalText(value));
        return;
      }
      reserve();
      let digits = 1;
      for (let rest = value; rest >= 10; rest = Math.floor(rest / 10)) digits++;
      let rest = value;
      for (let at = length + digits - 1; at >= length; at--) {
        const next = Math.floor(rest / 10);
        bytes[at] = ZERO + rest - next * 10;
        rest = next;
      }
      length += digits;
    },
    take() {
      const taken = Buffer.from(bytes.subarray(0, length));
      length = 0;
      return taken;
    },
  };
}

/** LEAN reads no exponents, which JavaScript writes for numbers below a millionth. */
function decimalText(value: number): string {
  if (Math.abs(value) >= 1e-6 && Math.abs(value) < 1e21) return String(value);
  return value < 1 ? value.toFixed(18).replace(/\.?0+$/, '') : BigInt(Math.round(value)).toString();
}
