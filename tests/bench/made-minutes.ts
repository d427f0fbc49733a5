import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { importBars } from '../../harness/embedded/import/import-bars.ts';
import type { BacktestSetup } from '../../runner/domain/executor.ts';
import { randomFrom } from '../../runner/domain/random.ts';

/** Minutes of a trading day. */
export const SESSION_MINUTES = 390;

/** Writes minute bars of SPY, with made up prices, in LEAN's layout: every weekday from a day to before another. */
export async function makeMinutes(dataFolder: string, first: string, last: string): Promise<void> {
  const csv = `${dataFolder}.csv`;
  const out = createWriteStream(csv);
  out.write('time,open,high,low,close,volume\n');
  const random = randomFrom(1, 0, 0);
  let price = 200;
  const end = Temporal.PlainDate.from(last);
  let day = Temporal.PlainDate.from(first);
  for (; Temporal.PlainDate.compare(day, end) < 0; day = day.add({ days: 1 })) {
    if (day.dayOfWeek > 5) continue;
    let rows = '';
    for (let minute = 0; minute < SESSION_MINUTES; minute++) {
      const open = price;
      price = Math.max(50, price * (1 + (random() - 0.5) * 0.001));
      const [high, low] = [Math.max(open, price) + 0.01, Math.min(open, price) - 0.01];
      const at = 570 + minute;
      const clock = `${String(Math.floor(at / 60)).padStart(2, '0')}:${String(at % 60).padStart(2, '0')}`;
      rows += `${day} ${clock},${open.toFixed(2)},${high.toFixed(2)},${low.toFixed(2)},${price.toFixed(2)},1000\n`;
    }
    if (!out.write(rows)) await once(out, 'drain');
  }
  out.end();
  await once(out, 'finish');
  await importBars({
    files: [csv],
    symbol: 'SPY',
    securityType: 'equity',
    market: 'usa',
    dataFolder,
    replace: true,
    strict: false,
  });
}

/** A backtest of these bars. */
export function minuteSetup(dataFolder: string, dates: BacktestSetup['dates']): BacktestSetup {
  return {
    strategy: 'sma-cross',
    symbol: 'SPY',
    securityType: 'equity',
    market: 'usa',
    resolution: 'minute',
    normalization: 'Adjusted',
    benchmark: 'self',
    dates,
    cash: 100_000,
    dataFolder,
    fixedParameters: {},
  };
}
