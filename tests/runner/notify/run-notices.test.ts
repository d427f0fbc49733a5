import { describe, expect, it } from 'vitest';
import type { Notice } from '../../../runner/domain/notice.ts';
import { fillTemplate, noticeText, unknownFields } from '../../../runner/domain/notice-template.ts';
import type { RunEvent } from '../../../runner/domain/run-event.ts';
import { createRunNotices } from '../../../runner/notify/run-notices.ts';
import { evaluation, progressOf, recordOf, stage } from '../cli/recorded-run.ts';

function listen(record = recordOf({ state: 'queued' }), every = 10) {
  const told: { notice: Notice; key: string }[] = [];
  const hear = createRunNotices({
    record,
    every,
    url: 'http://desk.example/run/?id=1',
    tell: (notice, key) => void told.push({ notice, key }),
  });
  return { told, kinds: () => told.map(({ notice }) => notice.kind), hear };
}

const made = (count: number): RunEvent => ({
  type: 'evaluations',
  run: '20261121_101530',
  symbol: 'SPY',
  evaluations: Array.from({ length: count }, () => evaluation()),
});

describe('createRunNotices()', () => {
  it('tells start, stages, bests, progress and the end, each once', () => {
    const { kinds, hear } = listen();
    const symbols = (state: 'running' | 'complete') => [
      progressOf({ stages: [stage('lhs', { state })] }),
    ];
    hear({ type: 'record', record: recordOf({ state: 'running', symbols: symbols('running') }) });
    hear(made(4));
    hear({ type: 'best', run: 'r', symbol: 'SPY', evaluation: evaluation() });
    hear({ type: 'record', record: recordOf({ state: 'running', symbols: symbols('complete') }) });
    hear({ type: 'record', record: recordOf({ state: 'complete', symbols: symbols('complete') }) });
    hear({ type: 'record', record: recordOf({ state: 'complete', symbols: symbols('complete') }) });
    expect(kinds()).toEqual(['start', 'best', 'stage', 'finish']);
  });

  it('tells progress every so many evaluations, those of earlier sessions counted', () => {
    const { told, hear } = listen();
    const before = told.length;
    for (let n = 0; n < 25; n++) hear(made(1));
    hear(made(30));
    expect(told.slice(before).map(({ notice }) => notice.kind)).toEqual(
      Array.from({ length: 3 }, () => 'progress'),
    );
  });

  it('tells with progress the best that came after the record', () => {
    const symbols = [progressOf({ best: null })];
    const { told, hear } = listen(recordOf({ state: 'running', symbols }));
    const { symbol = '' } = symbols[0] ?? {};
    hear({ type: 'best', run: 'r', symbol, evaluation: evaluation() });
    for (let n = 0; n < 10; n++) hear(made(1));
    const progress = told.at(-1)?.notice as Notice;
    expect(fillTemplate('{{kind}} {{fitness}}', progress)).toBe('progress 1.8412');
    expect(noticeText(progress)).not.toContain('no valid set yet');
  });

  it('tells a failure with its reason', () => {
    const { told, hear } = listen();
    hear({ type: 'record', record: recordOf({ state: 'failed', reason: 'the disk is full' }) });
    expect(noticeText(told.at(-1)?.notice as Notice)).toMatch(/has failed\nthe disk is full\n/);
  });

  it('says what was found: metrics with units, parameters and where to look', () => {
    const { told, hear } = listen();
    hear({ type: 'best', run: 'r', symbol: 'SPY', evaluation: evaluation() });
    const text = noticeText(told[0]?.notice as Notice);
    expect(text).toContain('#137: 1.841, net_pnl 123.5 %, max_drawdown 21.5 %, trade_count 94');
    expect(text).toContain('fast=12 slow=90');
    expect(text).toContain('http://desk.example/run/?id=1');
  });
});

describe('fillTemplate()', () => {
  it('puts values in place, a dash where there is none', () => {
    const { told, hear } = listen();
    hear({ type: 'best', run: 'r', symbol: 'SPY', evaluation: evaluation() });
    const text = fillTemplate('{{ kind }} {{fitness}} {{stage}}', told[0]?.notice as Notice);
    expect(text).toBe('best 1.8412 –');
  });

  it('knows which names no notice has', () => {
    expect(unknownFields('{{name}} {{best}} {{constructor}}')).toEqual(['best', 'constructor']);
  });
});
