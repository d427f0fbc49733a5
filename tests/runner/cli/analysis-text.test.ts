import { describe, expect, it } from 'vitest';
import { importanceText, stabilityText } from '../../../runner/cli/analysis-text.ts';

describe('importanceText()', () => {
  it('draws the shares, and says what was used and left out', () => {
    const text = importanceText({
      used: 20_000,
      valid: 48_000,
      parameters: [
        { name: 'fast', share: 0.75 },
        { name: 'slow', share: 0.125 },
      ],
      together: 0.125,
      conditional: ['decay'],
    });
    expect(text).toBe(
      [
        'Importance of parameters (functional ANOVA of 20,000, evenly chosen, of 48,000 valid evaluations)',
        '  parameter       share',
        '  fast           75.0 %  ██████████████████',
        '  slow           12.5 %  ███',
        '  only together  12.5 %  ███',
        '  left out, since some sets lack them: decay',
        '',
      ].join('\n'),
    );
    expect(importanceText(null)).toContain('too few valid sets');
  });
});

describe('stabilityText()', () => {
  it('tells how the sets around the best did', () => {
    const none = { mean: null, median: null, worst: null, kept: null };
    const text = stabilityText({
      best: 2,
      around: [
        { radius: 1, evaluations: 3, valid: 2, mean: 1.4, median: 1.5, worst: 1, kept: 0.7 },
        { radius: 2, evaluations: 0, valid: 0, ...none },
      ],
    });
    expect(text).toMatch(/^Sets around the best \(2\), of those that were evaluated\n/);
    expect(text).toMatch(/^ {2}1 step +3 +2 +1.4 +1.5 +1 +70.0 %$/m);
    expect(text).toMatch(/^ {2}2 steps +0 +0 +– +– +– +–$/m);
    expect(stabilityText(null)).toBe('');
  });
});
