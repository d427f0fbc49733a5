import { inflateSync } from 'fflate';

/** Decades of minute bars of one symbol; a zip may claim and hold a thousand times its own size. */
const MOST_BYTES = 512 * 1024 * 1024;

const END_OF_DIRECTORY = 0x06054b50;
const END_BYTES = 22;
const LONGEST_COMMENT = 65_535;
const ENTRY = 0x02014b50;
const ENTRY_BYTES = 46;
const LOCAL_BYTES = 30;
const IN_EXTRA = 0xffffffff;
const ZIP64 = 1;

interface Entry {
  readonly method: number;
  readonly packed: number;
  readonly size: number;
  /** Where its local header begins. */
  readonly offset: number;
}

/**
 * The first file of a zip, null where it holds none; nothing else of it is unpacked. Our own, since
 * fflate takes sizes from a ZIP64 field (APPNOTE 4.5.3) only where the whole archive is ZIP64; LEAN's
 * zips have the field alone, for which it would set 4 GB aside.
 * @throws Error where the bytes are no zip, or the file is larger than any bars are
 */
export function unzipFirst(zip: Uint8Array): Uint8Array | null {
  const view = new DataView(zip.buffer, zip.byteOffset, zip.byteLength);
  const entry = firstEntry(view);
  if (entry === null) return null;
  const { method, packed, size, offset } = entry;
  if (size > MOST_BYTES) {
    throw new Error(`wanted at most ${MOST_BYTES} bytes in the zip, found ${size}`);
  }
  const names = view.getUint16(offset + 26, true) + view.getUint16(offset + 28, true);
  const start = offset + LOCAL_BYTES + names;
  const bytes = zip.subarray(start, start + packed);
  if (method === 0) return bytes.slice();
  if (method === 8) return inflateSync(bytes, { out: new Uint8Array(size) });
  throw new Error(`wanted a zip that is deflated, found compression method ${method}`);
}

function firstEntry(view: DataView): Entry | null {
  const end = endOfDirectory(view);
  if (view.getUint16(end + 10, true) === 0) return null;
  const at = view.getUint32(end + 16, true);
  if (at + ENTRY_BYTES > view.byteLength || view.getUint32(at, true) !== ENTRY) {
    throw new Error('wanted a zip, found a damaged one');
  }
  const extra = at + ENTRY_BYTES + view.getUint16(at + 28, true);
  const [size, packed, offset] = sizesOf(view, extra, [
    view.getUint32(at + 24, true),
    view.getUint32(at + 20, true),
    view.getUint32(at + 42, true),
  ]);
  const method = view.getUint16(at + 10, true);
  const isInside = offset + LOCAL_BYTES <= view.byteLength && packed <= view.byteLength;
  if (isInside) return { method, packed, size, offset };
  throw new Error('wanted a zip, found a damaged one');
}

type Sizes = readonly [size: number, packed: number, offset: number];

/** Those that do not say themselves what they are stand in the ZIP64 field, in this order. */
function sizesOf(view: DataView, extra: number, given: Sizes): Sizes {
  if (!given.includes(IN_EXTRA)) return given;
  let at = extra;
  while (at + 4 <= view.byteLength && view.getUint16(at, true) !== ZIP64) {
    at += 4 + view.getUint16(at + 2, true);
  }
  at += 4;
  const read = (value: number): number => {
    if (value !== IN_EXTRA || at + 8 > view.byteLength) return value;
    at += 8;
    return Number(view.getBigUint64(at - 8, true));
  };
  const [size, packed, offset] = given;
  return [read(size), read(packed), read(offset)];
}

function endOfDirectory(view: DataView): number {
  const last = view.byteLength - END_BYTES;
  for (let at = last; at >= Math.max(0, last - LONGEST_COMMENT); at--) {
    if (view.getUint32(at, true) === END_OF_DIRECTORY) return at;
  }
  throw new Error('wanted a zip, found something else');
}
