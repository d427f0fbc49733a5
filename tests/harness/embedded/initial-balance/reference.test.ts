import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { barFilePath, readBarFile } from '../../../../harness/embedded/prepare/bar-file.ts';
import { prepareBars } from '../../../../harness/embedded/prepare/prepare-bars.ts';
import type { StepRunner } from '../../../../harness/embedded/steps/step-runner.ts';
import { InitialBalance } from '../../../../harness/embedded/strategies/initial-balance.ts';
import type { ParameterSet } from '../../../../runner/domain/parameter-set.ts';
import { temporaryFolder } from '../../../fixtures/temporary-folder.ts';
import { columnsOf, marketOf, runnerOf } from '../steps/step-sets.ts';

const folder = resolve(process.env['LEANTUNE_SHARED'] ?? '../shared', 'reference/initial-balance');
const isHere = existsSync(folder);
if (!isHere) console.warn(`Skipped: no reference trades in ${folder}`);

interface ReferenceTrade {
  readonly date: string;
  readonly variation: string;
  readonly direction: string;
  readonly entry_time: string;
  readonly exit_time: string;
  readonly exit_reason: string;
  readonly entry_price: number;
  readonly stop: number;
  readonly tp: number;
  readonly exit_price: number;
  readonly R: number;
}

interface Case {
  readonly parameters: ParameterSet;
  readonly metrics: Readonly<Record<string, number>>;
  readonly by_variation: Readonly<Record<string, Readonly<Record<string, number | null>>>>;
  readonly trades: readonly ReferenceTrade[];
}

const cases: readonly Case[] = isHere
  ? (JSON.parse(readFileSync(resolve(folder, 'cases.json'), 'utf8')) as Case[])
  : [];

/** Digits for which `closeTo` allows a difference of just under 1e-6. */
const TO_A_MILLIONTH = 5.7;

/** Metrics of all trades that the reference prints with two digits; the rest have four. */
const TWO_DIGITS = ['winrate', 'max_drawdown'];

/** Where our name is another one: `max_drawdown` is a percentage, as of all strategies. */
const OURS: Readonly<Record<string, string>> = { max_drawdown: 'max_drawdown_r' };

describe.skipIf(!isHere)('InitialBalance on the reference', () => {
  let runner: StepRunner;

  beforeAll(async () => {
    using place = temporaryFolder();
    const files = [resolve(folder, 'ger40_m1.csv.gz')];
    const source = { kind: 'files', files, strict: true } as const;
    await prepareBars({ symbol: 'GER40', source, folder: place.path, replace: false });
    const { bars } = await readBarFile(barFilePath(place.path, 'GER40'));
    runner = runnerOf(InitialBalance, marketOf(bars));
  });

  it.each(cases.map((wanted, index) => [index, wanted] as const))(
    'makes every trade of set %i',
    (_, { parameters, trades }) => {
      const found = (runner.trades(parameters) ?? []).map(({ notes, ...trade }) => ({
        date: notes?.['date'],
        variation: notes?.['variation'],
        direction: trade.direction,
        entry_time: textOf(trade.entryTime),
        exit_time: textOf(trade.exitTime),
        exit_reason: notes?.['reason'],
        entry_price: expect.closeTo(trade.entryPrice, TO_A_MILLIONTH) as unknown,
        stop: expect.closeTo(notes?.['stop'] as number, TO_A_MILLIONTH) as unknown,
        tp: expect.closeTo(notes?.['target'] as number, TO_A_MILLIONTH) as unknown,
        exit_price: expect.closeTo(trade.exitPrice, TO_A_MILLIONTH) as unknown,
        R: expect.closeTo(notes?.['r'] as number, TO_A_MILLIONTH) as unknown,
      }));
      expect(trades).toEqual(found);
    },
  );

  it('measures every set, in any order and all in one chunk', () => {
    const turned = cases.toReversed();
    runner.bind(columnsOf(turned.map(({ parameters }) => parameters)));
    for (const [index, wanted] of turned.entries()) {
      const found = runner.measure(index);
      expect(found['max_drawdown'], 'of the balance').toBeCloseTo(fallOf(wanted), 3);
      for (const [name, value, digits] of printed(wanted)) {
        if (value === null) expect(found, name).not.toHaveProperty(name);
        else expect(found[name], name).toBeCloseTo(value, digits - 0.01);
      }
    }
  });
});

/** The largest fall of the balance in percent, with 1 % of it at stake in each trade. */
function fallOf({ trades }: Case): number {
  let [balance, highest, fall] = [1, 1, 0];
  for (const { R, entry_price: entry, stop } of trades) {
    const margin = entry / Math.abs(entry - stop) / LEVERAGE;
    if (margin <= MOST_MARGIN) balance *= 1 + 0.01 * R;
    highest = Math.max(highest, balance);
    fall = Math.max(fall, 1 - balance / highest);
  }
  return 100 * fall;
}

/** The strategy's defaults. */
const LEVERAGE = 20;
const MOST_MARGIN = 40;

/** All metrics of a case by our names, with the digits that the reference prints. */
function printed({ metrics, by_variation }: Case): [string, number | null, number][] {
  return [
    ...Object.entries(metrics).map(([name, value]): [string, number, number] => {
      return [OURS[name] ?? name, value, TWO_DIGITS.includes(name) ? 2 : 4];
    }),
    ...Object.entries(by_variation).flatMap(([variation, values]) =>
      Object.entries(values).map(([name, value]): [string, number | null, number] => {
        const own = name === 'trades' ? 'trade_count' : name;
        return [`${variation.toLowerCase()}_${own}`, value, name === 'winrate' ? 2 : 4];
      }),
    ),
  ];
}

function textOf(moment: number): string {
  return new Date(moment).toISOString().replace('T', ' ').replace('.000Z', '+00:00');
}
