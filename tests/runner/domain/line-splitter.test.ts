import { expect, it } from 'vitest';
import { createLineSplitter } from '../../../runner/domain/line-splitter.ts';
import { fc } from '../../fixtures/seeded-fc.ts';

it('createLineSplitter() gives the same lines however the text is cut', () => {
  fc.assert(
    fc.property(
      fc.array(fc.string({ unit: fc.constantFrom('a', '\u2028', '\r', '"', 'é') })),
      fc.array(fc.nat(5)),
      (lines, cuts) => {
        const found: string[] = [];
        const splitter = createLineSplitter((line) => found.push(line));
        let text = lines.map((line) => `${line}\n`).join('');
        for (const cut of cuts) {
          splitter.push(text.slice(0, cut));
          text = text.slice(cut);
        }
        splitter.push(text);
        expect(found).toEqual(lines);
        expect(splitter.pending).toBe(0);
      },
    ),
  );
});

it('pending tells the length of what has no end yet', () => {
  const splitter = createLineSplitter(() => {});
  splitter.push('abc');
  splitter.push('de\nfg');
  expect(splitter.pending).toBe(2);
});
