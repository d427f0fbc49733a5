import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  copyFileSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import type { BacktestRequest, BacktestSetup } from '../../runner/domain/executor.ts';
import { executors } from '../../runner/executors/index.ts';
import { childProcesses } from '../fixtures/child-processes.ts';
import { createExecutor } from '../fixtures/executor-under-test.ts';

/** One backtest of the strategy that is compared. */
export interface LeanSet {
  readonly fast: number;
  readonly slow: number;
}

/** Values of a full grid: LEAN's optimizer takes no list. */
export interface LeanGrid {
  readonly fast: { readonly min: number; readonly max: number; readonly step: number };
  readonly slow: { readonly min: number; readonly max: number; readonly step: number };
}

/** What all contestants are given. */
export interface LeanCase {
  readonly lean: string;
  readonly data: string;
  /** The compiled strategy. */
  readonly assembly: string;
  readonly setup: BacktestSetup;
  /** What the strategy is told beside its two lengths. */
  readonly parameters: Readonly<Record<string, string>>;
  readonly grid: LeanGrid;
  readonly sets: readonly LeanSet[];
  readonly workers: number;
  /** An empty folder. */
  readonly folder: string;
}

export interface LeanFigures {
  /** Seconds from the start; of each backtest's end, in the order of ending. */
  readonly ends: readonly number[];
  /** Processor seconds of all processes. */
  readonly cpu: number;
  readonly memoryMb: number;
  /** End equity by set, as LEAN prints it. */
  readonly equity: ReadonlyMap<string, string>;
}

export const keyOf = ({ fast, slow }: LeanSet): string => `${fast}/${slow}`;

/** Our process executor. */
export async function ours(given: LeanCase): Promise<LeanFigures> {
  const before = new Set(childProcesses());
  const startedAt = performance.now();
  const ends: number[] = [];
  const equity = new Map<string, string>();
  const executor = createExecutor(executors.process, {
    cacheFolder: join(dirname(given.folder), 'cache'),
    slots: given.workers,
    timeoutSeconds: 600,
    memoryLimitMb: 2_048,
    options: { lean: given.lean, canary_every: 0 },
  });
  await executor.start();
  await executor.prepare(given.setup);
  const left = given.sets.map((params, id): BacktestRequest => {
    return { id, setup: given.setup, params: { ...params }, detail: 'metrics' };
  });
  const never = new AbortController().signal;
  const work = async (): Promise<void> => {
    for (let next = left.shift(); next !== undefined; next = left.shift()) {
      for await (const outcome of executor.evaluate([next], never)) {
        if (outcome.status !== 'complete') throw new Error(JSON.stringify(outcome));
        equity.set(keyOf(next.params as never), (outcome.metrics['end_equity'] ?? 0).toFixed(2));
      }
      ends.push((performance.now() - startedAt) / 1_000);
    }
  };
  await Promise.all(Array.from({ length: given.workers }, work));
  const own = childProcesses().filter((pid) => !before.has(pid) && isDotnet(pid));
  const use = own.map(useOf);
  await executor[Symbol.asyncDispose]();
  return { ends, equity, ...summed(use) };
}

/** A process of LEAN for each backtest, as LEAN's launcher is used. */
export async function fresh(given: LeanCase): Promise<LeanFigures> {
  const startedAt = performance.now();
  const ends: number[] = [];
  const equity = new Map<string, string>();
  let cpu = 0;
  const left = [...given.sets];
  const work = async (): Promise<void> => {
    for (let set = left.shift(); set !== undefined; set = left.shift()) {
      const { config, result } = writeConfig(given, set);
      const launcher = join(given.lean, 'QuantConnect.Lean.Launcher.dll');
      cpu += await timed(['dotnet', launcher, '--config', config], given.lean);
      equity.set(keyOf(set), endEquity(result));
      ends.push((performance.now() - startedAt) / 1_000);
    }
  };
  await Promise.all(Array.from({ length: given.workers }, work));
  return { ends, cpu, memoryMb: Number.NaN, equity };
}

/** A program that keeps LEAN loaded, takes a config file a line, and leaves LEAN's result files. */
export async function plain(given: LeanCase, program: string): Promise<LeanFigures> {
  const startedAt = performance.now();
  const ends: number[] = [];
  const equity = new Map<string, string>();
  const left = [...given.sets];
  const work = async () => {
    const child = spawn('dotnet', [program], { stdio: ['pipe', 'pipe', 'inherit'] });
    const answers = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
    for (let set = left.shift(); set !== undefined; set = left.shift()) {
      const { config, result } = writeConfig(given, set);
      child.stdin.write(`${JSON.stringify({ id: keyOf(set), config_path: config })}\n`);
      const { value } = await answers.next();
      if (!/"complete"|"ok"/.test(String(value))) throw new Error(`${program} said ${value}`);
      equity.set(keyOf(set), endEquity(result));
      ends.push((performance.now() - startedAt) / 1_000);
    }
    const use = useOf(child.pid ?? 0);
    child.stdin.end();
    await once(child, 'exit');
    return use;
  };
  const use = await Promise.all(Array.from({ length: given.workers }, work));
  return { ends, equity, ...summed(use) };
}

/** LEAN's own optimizer: a grid search that starts a process of LEAN for each set. */
export async function optimizer(given: LeanCase, program: string): Promise<LeanFigures> {
  const lean = join(given.folder, 'lean');
  copyWithConfig(given, lean);
  const results = join(given.folder, 'results');
  mkdirSync(results);
  const cwd = join(given.folder, 'optimizer');
  mkdirSync(cwd);
  writeFileSync(join(cwd, 'config.json'), JSON.stringify(optimization(given, lean, results)));
  const startedAt = performance.now();
  const cpu = await timed(['dotnet', program], cwd);
  const wall = (performance.now() - startedAt) / 1_000;
  const equity = new Map<string, string>();
  for (const id of readdirSync(results)) {
    if (!/^[0-9a-f-]{36}$/.test(id)) continue;
    const file = join(results, id, `${id}.json`);
    const { parameters } = JSON.parse(readFileSync(file, 'utf8')).algorithmConfiguration;
    equity.set(`${Number(parameters.fast)}/${Number(parameters.slow)}`, endEquity(file));
  }
  return { ends: given.sets.map(() => wall), cpu, memoryMb: Number.NaN, equity };
}

const CLASS = 'SmaCross';

function optimization({ assembly, grid, parameters, workers }: LeanCase, lean: string, to: string) {
  const fixed = Object.entries(parameters).map(([name, value]) => ({ name, value }));
  return {
    'algorithm-type-name': CLASS,
    'algorithm-language': 'CSharp',
    'algorithm-location': assembly,
    'optimizer-close-automatically': true,
    'results-destination-folder': to,
    'lean-binaries-location': join(lean, 'QuantConnect.Lean.Launcher'),
    'optimization-strategy': 'QuantConnect.Optimizer.Strategies.GridSearchOptimizationStrategy',
    'optimization-criterion': { target: 'Statistics.Sharpe Ratio', extremum: 'max' },
    'maximum-concurrent-backtests': workers,
    parameters: [...Object.entries(grid).map(([name, range]) => ({ name, ...range })), ...fixed],
  };
}

/** LEAN as it is, but for its config file: the optimizer hands no data folder on. */
function copyWithConfig(given: LeanCase, folder: string): void {
  mkdirSync(folder);
  const launcher = 'QuantConnect.Lean.Launcher';
  for (const name of readdirSync(given.lean)) {
    const [from, to] = [join(given.lean, name), join(folder, name)];
    // A program that is a link is looked for beside where it points to.
    if (name.startsWith(launcher)) copyFileSync(from, to);
    else if (name !== 'config.json') symlinkSync(from, to);
  }
  writeFileSync(join(folder, 'config.json'), JSON.stringify(leanConfig(given)));
}

function leanConfig({ assembly, data }: LeanCase): Record<string, unknown> {
  const engine = 'QuantConnect.Lean.Engine';
  return {
    environment: 'backtesting',
    'algorithm-language': 'CSharp',
    'algorithm-location': assembly,
    'algorithm-type-name': CLASS,
    'data-folder': data,
    'close-automatically': true,
    'log-handler': 'QuantConnect.Logging.FileLogHandler',
    'messaging-handler': 'QuantConnect.Messaging.Messaging',
    'job-queue-handler': 'QuantConnect.Queues.JobQueue',
    'api-handler': 'QuantConnect.Api.Api',
    environments: {
      backtesting: {
        'live-mode': false,
        'setup-handler': `${engine}.Setup.BacktestingSetupHandler`,
        'result-handler': `${engine}.Results.BacktestingResultHandler`,
        'data-feed-handler': `${engine}.DataFeeds.FileSystemDataFeed`,
        'real-time-handler': `${engine}.RealTime.BacktestingRealTimeHandler`,
        'history-provider': [`${engine}.HistoricalData.SubscriptionDataReaderHistoryProvider`],
        'transaction-handler': `${engine}.TransactionHandlers.BacktestingTransactionHandler`,
      },
    },
  };
}

function writeConfig(given: LeanCase, set: LeanSet): { config: string; result: string } {
  const folder = join(given.folder, keyOf(set).replace('/', '-'));
  mkdirSync(folder);
  const config = join(folder, 'config.json');
  const parameters = { ...given.parameters, fast: String(set.fast), slow: String(set.slow) };
  const own = { 'algorithm-id': 'result', 'results-destination-folder': folder, parameters };
  const storage = { 'object-store-root': join(folder, 'storage') };
  writeFileSync(config, JSON.stringify({ ...leanConfig(given), ...own, ...storage }));
  return { config, result: join(folder, 'result.json') };
}

function endEquity(file: string): string {
  const { statistics } = JSON.parse(readFileSync(file, 'utf8')) as {
    statistics: Record<string, string>;
  };
  return Number(statistics['End Equity']).toFixed(2);
}

/** Runs a program to its end. Returns the processor seconds of it and of all it has started. */
async function timed(command: readonly string[], cwd: string): Promise<number> {
  const script = '"$@" >/dev/null 2>&1; code=$?; times; exit $code';
  const child = spawn('sh', ['-c', script, basename(command[0] ?? ''), ...command], {
    cwd,
    env: { ...process.env, DOTNET_gcServer: '0' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let said = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    said += text;
  });
  const [code] = await once(child, 'close');
  if (code !== 0) throw new Error(`${command.join(' ')} ended with code ${code}`);
  const children = said.trim().split('\n').at(-1) ?? '';
  const parts = [...children.matchAll(/(\d+)m([\d.]+)s/g)];
  return parts.reduce(
    (sum, [, minutes, seconds]) => sum + 60 * Number(minutes) + Number(seconds),
    0,
  );
}

interface Use {
  readonly cpu: number;
  readonly memoryMb: number;
}

/** Clock ticks a second, on every Linux. */
const TICKS = 100;

function useOf(pid: number): Use {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
    .replace(/^.*\) /s, '')
    .split(' ');
  const resident = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'));
  const cpu = (Number(fields[11]) + Number(fields[12])) / TICKS;
  return { cpu, memoryMb: Number(resident?.[1] ?? 0) / 1_024 };
}

function summed(all: readonly Use[]): Use {
  return {
    cpu: all.reduce((sum, { cpu }) => sum + cpu, 0),
    memoryMb: Math.max(...all.map(({ memoryMb }) => memoryMb)),
  };
}

function isDotnet(pid: number): boolean {
  return readFileSync(`/proc/${pid}/comm`, 'utf8').startsWith('dotnet');
}
