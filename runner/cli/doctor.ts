import { existsSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { Command } from 'commander';
import { InputError } from '../domain/errors.ts';
import type { BacktestSetup, Check } from '../domain/executor.ts';
import { jsonText } from '../domain/json-text.ts';
import { DEFAULT_MARKETS, DEFAULTS } from '../job/job-defaults.ts';
import type { CommandContext } from './context.ts';
import { EXIT } from './exit-code.ts';
import type { Screen } from './screen.ts';

interface DoctorOptions {
  readonly executor?: string;
  readonly data?: string;
  readonly symbol?: string;
  readonly json?: true;
}

/** What every daily backtest of LEAN can do. */
const STRATEGY = 'harness/lean/strategies/buy-and-hold';

export function doctorCommand(context: CommandContext): Command {
  return new Command('doctor')
    .description(
      'looks at what running LEAN needs, in Docker and on this machine, and says what to do',
    )
    .option('--executor <kind>', 'docker or process; both where absent')
    .option('--data <folder>', "folder in LEAN's data layout (default: LEAN_DATA_HOST_PATH)")
    .option('--symbol <ticker>', 'the equity to backtest (default: one of the folder)')
    .option('--json', 'print one JSON document')
    .addHelpText('after', EXAMPLES)
    .action(async (options: DoctorOptions) => {
      const { services, out } = context;
      const kinds = kindsOf(options, services.diagnosed);
      const setup = await setupOf(options, context);
      const tell = options.json === true ? null : (text: string) => out.write(text);
      const found: Record<string, readonly Check[]> = {};
      for (const kind of kinds) {
        tell?.(`${out.style('bold', kind)}\n`);
        const checks = services.diagnose(kind, setup);
        found[kind] = await collect(checks, (check) => tell?.(checkText(check, out)));
      }
      const ready = kinds.filter((kind) => found[kind]?.every(({ ok }) => ok === true));
      tell?.(`\n${summaryText(ready)}\n`);
      if (tell === null) out.write(jsonText({ ready, checks: found }));
      context.finish(ready.length > 0 ? EXIT.done : EXIT.failed);
    });
}

async function collect(
  checks: AsyncIterable<Check>,
  each: (check: Check) => void,
): Promise<readonly Check[]> {
  const all: Check[] = [];
  for await (const check of checks) {
    all.push(check);
    each(check);
  }
  return all;
}

function kindsOf({ executor }: DoctorOptions, diagnosed: readonly string[]): readonly string[] {
  if (executor === undefined) return diagnosed;
  if (diagnosed.includes(executor)) return [executor];
  throw new InputError('Cannot look at an executor', [
    { path: '--executor', wanted: `one of ${diagnosed.join(', ')}`, found: executor },
  ]);
}

async function setupOf(
  { data, symbol }: DoctorOptions,
  { services }: CommandContext,
): Promise<BacktestSetup> {
  const named = data ?? process.env['LEAN_DATA_HOST_PATH'];
  const dataFolder = named ? resolve(named) : await services.ensureSampleData();
  const { securityType, resolution, normalization, benchmark, cash } = DEFAULTS;
  return {
    strategy: STRATEGY,
    engine: 'lean',
    symbol: (symbol ?? firstEquity(dataFolder)).toUpperCase(),
    securityType,
    market: DEFAULT_MARKETS[securityType],
    resolution,
    normalization,
    benchmark,
    dates: { start: '1998-01-01', end: new Date().toISOString().slice(0, 10) },
    cash,
    dataFolder,
    fixedParameters: {},
  };
}

/** SPY where there is one; empty where there is none at all. */
function firstEquity(dataFolder: string): string {
  const folder = join(dataFolder, 'equity', 'usa', 'daily');
  const files = existsSync(folder) ? readdirSync(folder).sort() : [];
  const tickers = files.filter((name) => name.endsWith('.zip')).map((name) => name.slice(0, -4));
  return tickers.find((ticker) => ticker === 'spy') ?? tickers[0] ?? '';
}

function checkText({ name, ok, found, advice }: Check, { style }: Screen): string {
  const mark =
    ok === null ? style('dim', '-    ') : ok ? style('green', 'ok   ') : style('red', 'fault');
  const lines = found.split('\n').join('\n                         ');
  const line = `  ${mark}  ${name.padEnd(16)} ${lines}\n`;
  return advice === undefined ? line : `${line}         ${' '.repeat(16)} → ${advice}\n`;
}

function summaryText(ready: readonly string[]): string {
  if (ready.length === 0)
    return 'LEAN cannot run here yet; the embedded engine needs none of this.';
  return `Ready: ${ready.map((kind) => `"executor": "${kind}"`).join(' and ')} in a job.`;
}

const EXAMPLES = `
Examples:
  $ npx leantune doctor
  $ npx leantune doctor --executor docker --data ~/Lean/Data
  $ npx leantune doctor --json

Ends with 0 where LEAN can run in one of the two, else with 1.
`;
