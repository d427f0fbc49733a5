import { expect, it } from 'vitest';
import { sharedBytes } from '../../../../harness/embedded/sandbox/shared-bytes.ts';

it('sharedBytes() counts each shared buffer once', () => {
  const shared = new SharedArrayBuffer(80);
  const view = new Float64Array(shared);
  const market = {
    view,
    part: view.subarray(2),
    nested: { list: [new Int32Array(new SharedArrayBuffer(40)), 'text', null] },
    own: new Float64Array(100),
  };
  expect(sharedBytes(market)).toBe(120);
});
