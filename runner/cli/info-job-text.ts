import type { JobInfo } from '../domain/job-info.ts';
import { countText, durationText } from '../domain/number-text.ts';
import { type Field, fieldLines } from './field-lines.ts';
import { preflightText } from './preflight-text.ts';
import type { Screen } from './screen.ts';

/** What a job would do on this machine: its data, its size and the time it would take. */
export function jobInfoText(info: JobInfo, style: Screen['style']): string {
  const { name, strategy, symbols, slots } = info;
  const warnings = new Set(symbols.flatMap((symbol) => symbol.warnings));
  return [
    `\n${style('bold', `Job ${name}`)}\n`,
    fieldLines(
      [
        ['strategy', `${strategy}, ${countText(slots)} slots`],
        ...symbols.map((symbol): Field => ['data', symbolText(symbol)]),
        ['pruning', info.pruning],
        ['grid', gridText(info)],
        ['measured', measuredText(info)],
        ['expected', expectedText(info)],
        ['cost', costText(info)],
      ],
      style,
    ),
    `\n${preflightText(info.preflight)}\n`,
    ...[...warnings].map((warning) => `${style('yellow', 'Warning:')} ${warning}\n`),
    ...symbols.flatMap(({ problem }) =>
      problem === null ? [] : [`${style('red', 'Missing:')} ${problem}\n`],
    ),
  ].join('');
}

function symbolText({ symbol, bars, available }: JobInfo['symbols'][number]): string {
  if (bars === null) return `${symbol}: none that can be used`;
  const days = available === null ? '' : `, there are ${available.start} to ${available.end}`;
  return `${symbol}: ${countText(bars)} bars in the job's days${days}`;
}

function gridText({ grid_size: size, symbols }: JobInfo): string {
  if (size === null) return 'continuous, without a size';
  const sets = countText(BigInt(size));
  return symbols.length === 1
    ? `${sets} sets`
    : `${sets} sets of each of ${symbols.length} symbols`;
}

function measuredText({ measured }: JobInfo): string | null {
  if (measured === null) return null;
  const { perSecond, evaluations, seconds, failed } = measured;
  const rate = `${countText(Math.round(perSecond))} evaluations/s`;
  const faults = failed === 0 ? '' : `, ${countText(failed)} of them failed`;
  return `${rate}, on ${countText(evaluations)} in ${durationText(seconds)}${faults}`;
}

function expectedText({ expected_seconds: seconds }: JobInfo): string | null {
  return seconds === null ? null : `${durationText(seconds)} for the whole grid, writing apart`;
}

function costText({ cost }: JobInfo): string | null {
  if (cost === null) return null;
  return `${cost.total.toFixed(4)} at ${cost.price_per_hour} an hour`;
}
