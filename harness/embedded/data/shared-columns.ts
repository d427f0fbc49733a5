/** Typed arrays on shared memory: posted to any number of threads without being copied. */
export function sharedFloat64(length: number): Float64Array<SharedArrayBuffer> {
  return new Float64Array(new SharedArrayBuffer(length * 8));
}

export function sharedInt32(length: number): Int32Array<SharedArrayBuffer> {
  return new Int32Array(new SharedArrayBuffer(length * 4));
}

export function sharedUint8(length: number): Uint8Array<SharedArrayBuffer> {
  return new Uint8Array(new SharedArrayBuffer(length));
}

export function shareFloat64(values: ArrayLike<number>): Float64Array<SharedArrayBuffer> {
  const shared = sharedFloat64(values.length);
  shared.set(values);
  return shared;
}

export function shareUint8(values: ArrayLike<number>): Uint8Array<SharedArrayBuffer> {
  const shared = sharedUint8(values.length);
  shared.set(values);
  return shared;
}

export function shareInt32(values: ArrayLike<number>): Int32Array<SharedArrayBuffer> {
  const shared = sharedInt32(values.length);
  shared.set(values);
  return shared;
}
