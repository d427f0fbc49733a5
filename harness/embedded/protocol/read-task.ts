import type { BacktestSetup } from '../../../runner/domain/executor.ts';
import type { ParameterSet, ParameterValue } from '../../../runner/domain/parameter-set.ts';
import type { ThreadTask } from './messages.ts';
import { readMilestones } from './read-milestones.ts';

type Fields = Readonly<Record<string, unknown>>;

/** Parameters that say what to backtest; all others are the strategy's. */
const SETUP_PARAMETERS = [
  'ticker',
  'startDate',
  'endDate',
  'InitialCash',
  'securityType',
  'market',
  'resolution',
  'normalization',
  'benchmark',
] as const;

type SetupParameter = (typeof SETUP_PARAMETERS)[number];

/** LEAN's own. */
const MARKETS = { equity: 'usa', forex: 'oanda', cfd: 'oanda', crypto: 'coinbase' } as const;

/**
 * Reads what a request asks to be backtested: a strategy's name or file in `algorithm`, everything
 * else in the parameters that strategies in C# are given too.
 * @throws Error where a field is missing or none of what it may be
 */
export function readTask(request: Fields): ThreadTask {
  const config = fieldsIn(request['config']);
  const algorithm = fieldsIn(request['algorithm']);
  const all = { ...fieldsIn(config['parameters']), ...fieldsIn(request['parameters']) };
  const said = (name: SetupParameter): string | undefined =>
    all[name] === undefined ? undefined : String(all[name]);
  const type = oneOf('securityType', said('securityType') ?? 'equity', [
    'equity',
    'forex',
    'cfd',
    'crypto',
  ]);
  const setup: BacktestSetup = {
    strategy: text('algorithm.location', algorithm['location'] ?? config['algorithm-location']),
    symbol: text('ticker', said('ticker')),
    securityType: type,
    market: said('market') || MARKETS[type],
    resolution: oneOf('resolution', said('resolution') ?? 'daily', ['daily', 'hour', 'minute']),
    normalization: oneOf('normalization', said('normalization') ?? 'Adjusted', [
      'Adjusted',
      'Raw',
      'SplitAdjusted',
      'TotalReturn',
    ]),
    benchmark: said('benchmark') || 'self',
    dates: { start: day('startDate', said('startDate')), end: day('endDate', said('endDate')) },
    cash: Number(said('InitialCash') ?? 100_000),
    dataFolder: text('data-folder', config['data-folder']),
    fixedParameters: {},
  };
  const inline = request['result'] === 'inline';
  // Of a strategy for LEAN nothing but its data can be described here.
  const isOther = /^(csharp|python)$/i.test(String(algorithm['language']));
  return {
    kind: request['describe'] === true ? 'describe' : 'backtest',
    setup: isOther ? { ...setup, engine: 'lean' } : setup,
    params: strategyParameters(all),
    detail: request['detail'] === 'full' || !(inline || 'detail' in request) ? 'full' : 'metrics',
    milestones: readMilestones(request['milestones']),
    progress: request['progress'] === true,
  };
}

function strategyParameters(all: Fields): ParameterSet {
  const names: readonly string[] = SETUP_PARAMETERS;
  const own = Object.entries(all).filter(([name]) => !names.includes(name));
  return Object.fromEntries(own) as Record<string, ParameterValue>;
}

function fieldsIn(value: unknown): Fields {
  return typeof value === 'object' && value !== null ? (value as Fields) : {};
}

function text(name: string, value: unknown): string {
  if (typeof value === 'string' && value !== '') return value;
  throw new Error(`Cannot read the request: wanted a text as ${name}, found ${String(value)}`);
}

function oneOf<Word extends string>(name: string, value: string, words: readonly Word[]): Word {
  const found = words.find((word) => word.toLowerCase() === value.toLowerCase());
  if (found !== undefined) return found;
  throw new Error(`Cannot read the request: wanted ${words.join(', ')} as ${name}, found ${value}`);
}

/** `20050101` and `2005-01-01` are the same day. */
function day(name: string, value: string | undefined): string {
  const match = /^(\d{4})-?(\d\d)-?(\d\d)$/.exec(value ?? '');
  if (match !== null) return match.slice(1).join('-');
  throw new Error(`Cannot read the request: wanted a day as ${name}, found ${value}`);
}
