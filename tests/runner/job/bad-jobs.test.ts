// Long since it is one table: a row for each mistake in a job, with the words that answer it.
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createProject, minimal } from './job-project.ts';

const project = createProject();
const outside = mkdtempSync(join(tmpdir(), 'leantune-outside-'));

beforeAll(() => {
  const space = { parameters: minimal.parameters };
  project.write('config/spaces/good.json', space);
  project.write('config/spaces/half.json', '{"parameters": [');
  project.write('config/spaces/huge.json', `{"parameters": [], "x": "${'x'.repeat(1_000_000)}"}`);
  project.write('config/spaces/no-space.json', { symbol: 'SPX' });
  project.write('config/spaces/bad-step.json', {
    parameters: [{ name: 'fast', type: 'int', min: 1, max: 9, step: 'two' }],
  });
  project.write('config/spaces/space.txt', space);
  mkdirSync(join(project.root, 'config/folder.json'));
  writeFileSync(join(outside, 'space.json'), JSON.stringify(space));
  writeFileSync(join(outside, 'strategy.ts'), 'export default 1;');
  symlinkSync(join(outside, 'space.json'), join(project.root, 'config/link.json'));
  symlinkSync(outside, join(project.root, 'config/linked'));
  symlinkSync(join(outside, 'strategy.ts'), join(project.root, 'link.ts'));
  if (process.platform !== 'win32') spawnSync('mkfifo', [join(project.root, 'config/pipe.json')]);
});

afterAll(() => {
  project[Symbol.dispose]();
  rmSync(outside, { recursive: true, force: true, maxRetries: 5 });
});

const parameter = minimal.parameters[0];
const fixed = (name: string, value: unknown) => ({ fixed_parameters: { [name]: value } });
const stage = (fields: object) => ({ stages: [fields] });
const tuned = (fields: object) => ({ parameters: [{ ...parameter, ...fields }] });
const holdout = (start: unknown, end: unknown) => ({ holdout: { start, end } });
const bound = (fields: object) => ({
  constraints: [{ metric: 'max_drawdown', operator: '<', value: 20, ...fields }],
});
const aims = (fields: object) => ({
  objectives: [
    { metric: 'net_pnl', direction: 'maximize' },
    { metric: 'max_drawdown', direction: 'minimize', ...fields },
  ],
});
const control = `a${String.fromCharCode(7)}b`;

/** One field wrong in turn: the change, the path that is told, words of what is wanted and found. */
const CHANGES: readonly (readonly [object, string, string, string?])[] = [
  [{ name: 5 }, 'name', 'text', '5'],
  [{ name: '' }, 'name', 'at least 1 character'],
  [{ name: 'x'.repeat(101) }, 'name', 'at most 100 characters'],
  [{ name: control }, 'name', 'without control characters'],
  [{ name: null }, 'name', 'text', 'null'],
  [{ study: ['a'] }, 'study', 'text', 'a list of 1'],
  [{ study: '' }, 'study', 'at least 1 character'],
  [{ strategy: 'sma-cros' }, 'strategy', 'a file (did you mean "sma-cross"?)', '"sma-cros"'],
  [{ strategy: 'unheard' }, 'strategy', 'buy-and-hold', '"unheard"'],
  [{ tags: 'a' }, 'tags', 'a list', 'the text "a"'],
  [{ tags: ['a', 2] }, 'tags[1]', 'text', '2'],
  [{ tags: Array(51).fill('a') }, 'tags', 'at most 50 entries'],
  [{ $schema: 1 }, '$schema', 'text'],
  [{ engine: 'mt5' }, 'engine', '"embedded"', 'the text "mt5"'],
  [{ engine: 'lean' }, 'engine', 'an executor that runs lean (process, docker)', 'embedded'],
  [{ engine: {} }, 'engine', '"embedded"', 'an object'],
  [{ executor: 'embeded' }, 'executor', 'did you mean "embedded"?', 'embeded'],
  [{ executor: 3 }, 'executor', 'an object with "kind"', '3'],
  [{ executor: {} }, 'executor.kind', '"embedded"', 'nothing'],
  [{ executor: { kind: 'dockr' } }, 'executor.kind', '"embedded"', 'dockr'],
  [{ executor: { kind: 'docker', image: '--rm' } }, 'executor.image', 'the name of an image'],
  [{ executor: { kind: 'docker', privileged: true } }, 'executor.privileged', 'one of the keys'],
  [
    { executor: { kind: 'docker', hosts: [{ host: 'nfs://x' }] } },
    'executor.hosts[0].host',
    'tcp://host:port',
  ],
  [{ executor: 'process' }, 'strategy', 'or a folder or file of yours', 'sma-cross'],
  [{ executor: 'process', strategy: 'a.ts' }, 'strategy', 'in C# or Python', 'a.ts'],
  [{ strategy: 'Main.cs' }, 'strategy', 'a file in TypeScript', 'Main.cs'],
  [{ strategy: { lean: 'x' } }, 'strategy', 'for the embedded engine', 'one for LEAN only'],
  [{ strategy: {} }, 'strategy', 'a strategy for one of the engines'],
  [{ executor: { kind: 'embedded', image: '/x' } }, 'executor.image', 'one of the keys', 'image'],
  [{ strategy: undefined }, 'strategy', 'a strategy that is built in', 'nothing'],
  [{ strategy: 7 }, 'strategy', 'text', '7'],
  [{ strategy: '' }, 'strategy', 'at least 1 character'],
  [{ strategy: 'strategies/none.ts' }, 'strategy', 'a file inside the project', 'no such file'],
  [{ strategy: '../../secret.ts' }, 'strategy', 'a file inside the project', 'leaves it'],
  [{ strategy: '/etc/passwd' }, 'strategy', 'a file inside the project', 'leaves it'],
  [{ strategy: 'link.ts' }, 'strategy', 'a file inside the project', 'a symbolic link'],
  [{ strategy: './config' }, 'strategy', 'a file inside the project', 'a folder'],
  [{ strategy: 'a\u0000.ts' }, 'strategy', 'without control characters'],
  [{ symbol: undefined }, 'symbol', 'a ticker, or several under "symbols"', 'nothing'],
  [{ symbol: 500 }, 'symbol', 'text', '500'],
  [{ symbol: '' }, 'symbol', 'a ticker of at most 32'],
  [{ symbol: '../SPY' }, 'symbol', 'a ticker', '../SPY'],
  [{ symbol: 'SPY,IBM' }, 'symbol', 'a ticker', 'SPY,IBM'],
  [{ symbol: ['SPY'] }, 'symbol', 'text', 'a list of 1'],
  [{ symbols: ['SPY'] }, 'symbol', 'either "symbol" or "symbols"', 'both'],
  [{ symbol: undefined, symbols: [] }, 'symbols', 'at least 1 entries', 'an empty list'],
  [{ symbol: undefined, symbols: 'SPY' }, 'symbols', 'a list', 'SPY'],
  [{ symbol: undefined, symbols: ['SPY', 1] }, 'symbols[1]', 'text', '1'],
  [{ symbol: undefined, symbols: ['SPY', 'spy'] }, 'symbols[1]', 'each symbol once', 'SPY again'],
  [{ security_type: 'stock' }, 'security_type', '"equity"', 'stock'],
  [{ security_type: 'equty' }, 'security_type', 'did you mean "equity"?'],
  [{ market: 'USA/../..' }, 'market', "LEAN's name of a market"],
  [{ market: 1 }, 'market', 'text'],
  [{ resolution: 'dayly' }, 'resolution', 'did you mean "daily"?', 'dayly'],
  [{ resolution: 'tick' }, 'resolution', 'one of "daily", "hour", "minute"'],
  [{ normalization: 'adjusted' }, 'normalization', 'did you mean "Adjusted"?'],
  [{ benchmark: '' }, 'benchmark', 'a ticker'],
  [{ start: undefined }, 'start', 'first day', 'nothing'],
  [{ start: 20000103 }, 'start', 'text', '20000103'],
  [{ start: '2000' }, 'start', 'a day such as "2020-12-31"', '2000'],
  [{ start: '2001-02-29' }, 'start', 'a day of the calendar', '2001-02-29'],
  [{ start: '03/01/2000' }, 'start', 'a day such as', '03/01/2000'],
  [{ start: '0000-01-01' }, 'start', 'a day such as'],
  [{ start: '2020-04-17' }, 'end', 'a day after 2020-04-17', '2020-04-17'],
  [{ end: undefined }, 'end', 'last day', 'nothing'],
  [{ end: '1999-12-31' }, 'end', 'a day after 2000-01-03', '1999-12-31'],
  [{ end: '2020-13-01' }, 'end', 'a day of the calendar'],
  [{ holdout: '2019' }, 'holdout', 'an object'],
  [{ holdout: { start: '2019-01-01' } }, 'holdout.end', 'last day', 'nothing'],
  [holdout('x', '2020-01-01'), 'holdout.start', 'a day such as'],
  [holdout('2019-01-02', '2019-01-01'), 'holdout.end', 'a day from 2019-01-02 on'],
  [holdout('2010-01-01', '2011-01-01'), 'holdout', 'days at one end of', '2010-01-01 to'],
  [holdout('1990-01-01', '2021-01-01'), 'holdout', 'with some left to search'],
  [holdout('2000-01-04', '2020-04-17'), 'holdout', 'with some left to search'],
  [{ holdout: { start: '2019-01-01', end: '2020-01-01', x: 1 } }, 'holdout.x', 'keys start, end'],
  [{ cash: 0 }, 'cash', 'an amount above 0', '0'],
  [{ cash: -5 }, 'cash', 'an amount above 0', '-5'],
  [{ cash: '100000' }, 'cash', 'a number', 'the text "100000"'],
  [{ data: 5 }, 'data', 'text'],
  [{ data: 'no/such/folder' }, 'data', 'a folder, or "sample"', 'no folder at'],
  [{ data: 'config/spaces/good.json' }, 'data', 'a folder, or "sample"', 'no folder at'],
  [{ parameters: undefined }, 'parameters', 'what to search', 'nothing'],
  [{ parameters: [] }, 'parameters', 'at least 1 entries', 'an empty list'],
  [{ parameters: 3 }, 'parameters', 'a list, or text', '3'],
  [{ parameters: { fast: 1 } }, 'parameters', 'a list, or text', 'an object'],
  [{ parameters: ['fast'] }, 'parameters[0]', 'an object with "type"', 'fast'],
  [{ parameters: Array(1001).fill(parameter) }, 'parameters', 'at most 1000 entries'],
  [{ parameters: [parameter, parameter] }, 'parameters[1].name', 'does not have', 'fast'],
  [tuned({ type: 'integer' }), 'parameters[0].type', '"int"', 'integer'],
  [tuned({ type: undefined }), 'parameters[0].type', '"int"', 'nothing'],
  [tuned({ name: '' }), 'parameters[0].name', 'a name of letters'],
  [tuned({ name: 'a\nb' }), 'parameters[0].name', 'a name of letters'],
  [tuned({ name: 'a,b:c' }), 'parameters[0].name', 'a name of letters'],
  [tuned({ name: 'constructor' }), 'parameters[0].name', 'JavaScript'],
  [tuned({ min: undefined }), 'parameters[0]', '"min" and "max", or "values"'],
  [tuned({ min: '2' }), 'parameters[0].min', 'a number', 'the text "2"'],
  [tuned({ min: 61 }), 'parameters[0].max', 'at least min (61)', '60'],
  [tuned({ min: 1.5 }), 'parameters[0].min', 'a whole number', '1.5'],
  [tuned({ step: 0 }), 'parameters[0].step', 'above 0', '0'],
  [tuned({ step: -1 }), 'parameters[0].step', 'above 0', '-1'],
  [tuned({ step: 0.5 }), 'parameters[0].step', 'a whole number', '0.5'],
  [tuned({ log: true, min: 0 }), 'parameters[0].min', 'more than 0'],
  [tuned({ log: 'yes' }), 'parameters[0].log', 'true or false'],
  [tuned({ stepp: 1 }), 'parameters[0].stepp', 'did you mean "step"?', 'stepp'],
  [tuned({ values: [1] }), 'parameters[0]', '"min" and "max", or "values"'],
  [tuned({ min: undefined, max: undefined, values: [] }), 'parameters[0].values', 'at least 1'],
  [tuned({ min: undefined, max: undefined, values: [2, 1] }), 'parameters[0].values[1]', ''],
  [tuned({ when: 'fast <' }), 'parameters[0].when', ''],
  [tuned({ when: 5 }), 'parameters[0].when', 'text', '5'],
  [{ parameters: [{ name: 'c', type: 'categorical' }] }, 'parameters[0].values', 'a list'],
  [
    { parameters: [{ name: 'c', type: 'categorical', values: [{}] }] },
    'parameters[0].values[0]',
    'a number, or text, or true or false',
  ],
  [
    { parameters: [{ name: 'b', type: 'boolean', min: 0 }] },
    'parameters[0].min',
    'one of the keys',
  ],
  [{ parameters: 'config/spaces/none.json' }, 'parameters', 'inside the project', 'no such file'],
  [{ parameters: '../../space.json' }, 'parameters', 'inside the project', 'leaves it'],
  [{ parameters: 'config/../../../space.json' }, 'parameters', 'inside the project', 'leaves it'],
  [{ parameters: '/etc/hostname' }, 'parameters', 'inside the project', 'leaves it'],
  [{ parameters: 'config/link.json' }, 'parameters', 'inside the project', 'a symbolic link'],
  [{ parameters: 'config/linked/space.json' }, 'parameters', 'inside the project', 'symbolic link'],
  [{ parameters: 'config/pipe.json' }, 'parameters', 'inside the project', 'a pipe'],
  [{ parameters: 'config/folder.json' }, 'parameters', 'inside the project', 'a folder'],
  [{ parameters: 'config/spaces/huge.json' }, 'parameters', 'at most 1000000 bytes'],
  [{ parameters: 'config/spaces/half.json' }, 'parameters', 'half.json', '(line 1): wanted'],
  [{ parameters: 'config/spaces/no-space.json' }, 'parameters', 'no-space.json', 'parameters'],
  [
    { parameters: 'config/spaces/bad-step.json' },
    'parameters',
    'bad-step.json',
    'parameters[0].step (line 8): wanted a number',
  ],
  [{ parameters: 'config/spaces/space.txt' }, 'parameters', 'space.txt', '.txt'],
  [{ fixed_parameters: [] }, 'fixed_parameters', 'an object', 'an empty list'],
  [fixed('stop', null), 'fixed_parameters.stop', 'a number, or text, or true or false', 'null'],
  [fixed('stop', { a: 1 }), 'fixed_parameters.stop', 'a number, or text', 'an object'],
  [fixed('fast', 5), 'fixed_parameters.fast', 'not tuned'],
  [fixed('a b', 5), 'fixed_parameters["a b"]', 'a name of letters'],
  [{ rules: 'fast < slow' }, 'rules', 'a list', 'the text'],
  [{ rules: [5] }, 'rules[0]', 'text', '5'],
  [{ rules: ['fast <'] }, 'rules[0]', '', 'the end'],
  [{ rules: ['fast < slow', 'fsat < slow'] }, 'rules[1]', '', 'fsat'],
  [{ rules: ['process.exit(1)'] }, 'rules[0]', ''],
  [{ fitness: 'clamar' }, 'fitness', 'did you mean "calmar"?', 'clamar'],
  [{ fitness: 1 }, 'fitness', 'an object with "name"', '1'],
  [{ fitness: 'composite' }, 'fitness', 'or an object with "name"'],
  [{ fitness: { name: 'composite' } }, 'fitness.terms', 'a list', 'nothing'],
  [{ fitness: { min_trades: 1 } }, 'fitness.name', 'one of "calmar"', 'nothing'],
  [{ fitness: { name: 'calmar', min_trades: 0 } }, 'fitness.min_trades', 'at least 1', '0'],
  [{ fitness: { name: 'calmar', min_trade: 5 } }, 'fitness.min_trade', 'mean "min_trades"?'],
  [{ constraints: {} }, 'constraints', 'a list'],
  [bound({ metric: '' }), 'constraints[0].metric', 'at least 1 character'],
  [bound({ operator: '=<' }), 'constraints[0].operator', '"<="', '=<'],
  [bound({ value: '20%' }), 'constraints[0].value', 'a number', '20%'],
  [bound({ limit: 3 }), 'constraints[0].limit', 'keys metric, operator, value'],
  [{ objectives: 'net_pnl' }, 'objectives', 'a list'],
  [{ objectives: [{ metric: 'net_pnl', direction: 'maximize' }] }, 'objectives', 'at least 2'],
  [aims({ direction: 'up' }), 'objectives[1].direction', '"maximize", "minimize"', 'up'],
  [aims({ metric: 5 }), 'objectives[1].metric', 'text', '5'],
  [{ stages: [] }, 'stages', 'at least 1 entries'],
  [{ stages: 'lhs' }, 'stages', 'a list'],
  [{ stages: ['lhs'] }, 'stages[0]', 'an object with "sampler"', 'lhs'],
  [stage({}), 'stages[0].sampler', '"lhs"', 'nothing'],
  [stage({ sampler: 'gentic' }), 'stages[0].sampler', 'did you mean "genetic"?', 'gentic'],
  [stage({ sampler: 'toString' }), 'stages[0].sampler', 'one of', 'toString'],
  [stage({ sampler: 'lhs', sampels: 5 }), 'stages[0].sampels', 'did you mean "samples"?'],
  [stage({ sampler: 'lhs', samples: 0 }), 'stages[0].samples', 'more than 0', '0'],
  [stage({ sampler: 'lhs', samples: 1.5 }), 'stages[0].samples', 'a whole number', '1.5'],
  [stage({ sampler: 'lhs', samples: 1e300 }), 'stages[0].samples', 'at most', '1e+300'],
  [stage({ sampler: 'lhs', samples: '40' }), 'stages[0].samples', 'a whole number', '40'],
  [
    stage({ sampler: 'genetic', mutation_probability: 2 }),
    'stages[0].mutation_probability',
    'at most 1',
    '2',
  ],
  [stage({ sampler: 'lhs', enabled: 'no' }), 'stages[0].enabled', 'true or false', 'no'],
  [stage({ sampler: 'lhs', enabled: false }), 'stages', 'at least one stage that is enabled'],
  [stage({ sampler: 'lhs', name: '../x' }), 'stages[0].name', 'a name of at most 64'],
  [
    {
      stages: [
        { sampler: 'lhs', name: 'a' },
        { sampler: 'random', name: 'a' },
      ],
    },
    'stages[1].name',
    'a name of its own',
    '"a" again',
  ],
  [stage({ sampler: 'lhs', seed: -1 }), 'stages[0].seed', 'at least 0', '-1'],
  [stage({ sampler: 'list', sets: { fast: 5 } }), 'stages[0].sets', 'a list', 'an object'],
  [stage({ sampler: 'list', sets: [5] }), 'stages[0].sets[0]', 'an object', '5'],
  [stage({ sampler: 'list', sets: [{ fast: [5] }] }), 'stages[0].sets[0].fast', 'a number'],
  [stage({ sampler: 'list', sets: [] }), 'stages[0].sets', 'sets for SPX', 'none'],
  [stage({ sampler: 'list', sets: [{ fast: 1, slow: 20 }] }), 'stages[0].sets[0]', 'a set of'],
  [{ mode: 'both' }, 'mode', 'one of "each", "shared"', 'both'],
  [{ symbols_parallel: 0 }, 'symbols_parallel', 'at least 1', '0'],
  [{ keep_results: 'al' }, 'keep_results', 'one of "none", "best", "all"', 'al'],
  [{ keep_results: 0 }, 'keep_results', 'at least 1', '0'],
  [{ legacy: 'config/none.json' }, 'legacy', 'a file inside the project', 'no such file'],
  [{ legacy: '../../secret.json' }, 'legacy', 'a file inside the project', 'leaves it'],
  [{ legacy: 'config/link.json' }, 'legacy', 'a file inside the project', 'a symbolic link'],
  [{ legacy: 'config/spaces/half.json' }, 'legacy', 'a file that can be read'],
  [{ legacy: 7 }, 'legacy', 'the path of a file', '7'],
  [{ base_config: 'config/folder.json' }, 'base_config', 'a file inside', 'a folder'],
  [{ seed: -1 }, 'seed', 'at least 0', '-1'],
  [{ seed: 1.5 }, 'seed', 'a whole number', '1.5'],
  [{ seed: '42' }, 'seed', 'a whole number', 'the text "42"'],
  [{ seed: 1e300 }, 'seed', 'at most'],
  [{ slots: 0 }, 'slots', 'at least 1', '0'],
  [{ slots: 5000 }, 'slots', 'at most 1024', '5000'],
  [{ slots: 'all' }, 'slots', 'a whole number'],
  [{ budget: 100 }, 'budget', 'an object', '100'],
  [{ budget: { evaluations: 0 } }, 'budget.evaluations', 'at least 1', '0'],
  [{ budget: { seconds: 0 } }, 'budget.seconds', 'a number above 0', '0'],
  [{ budget: { minutes: 5 } }, 'budget.minutes', 'keys evaluations, seconds'],
  [{ timeout_seconds: 0 }, 'timeout_seconds', 'a number above 0'],
  [{ timeout_seconds: 100_000 }, 'timeout_seconds', 'at most 86400'],
  [{ memory_limit_mb: 1 }, 'memory_limit_mb', 'at least 64', '1'],
  [{ memory_limit_mb: true }, 'memory_limit_mb', 'a whole number', 'true'],
  [{ attempts: 0 }, 'attempts', 'at least 1', '0'],
  [{ attempts: 11 }, 'attempts', 'at most 10', '11'],
  [{ resume: 'false' }, 'resume', 'true or false', 'the text "false"'],
  [{ sed: 3 }, 'sed', 'did you mean "seed"?', 'the unknown key "sed"'],
  [{ Symbol: 'SPY' }, 'Symbol', 'did you mean "symbol"?'],
  [{ volumes: ['/:/host'] }, 'volumes', 'one of the keys', 'the unknown key "volumes"'],
  [{ mounts: { A: 'b' } }, 'mounts', 'one of the keys', 'the unknown key "mounts"'],
];

describe('JobReader.read()', () => {
  test.each(CHANGES.map((change, index) => [index + 1, ...change] as const))(
    'says what is wrong with job %i: %j',
    async (_, change, path, wanted, found = '') => {
      const problems = await project.problems({ ...minimal, ...change });
      const texts = problems.map((problem) => JSON.stringify(problem));
      const problem = problems.find((candidate) => candidate.path === path);
      expect(problem, texts.join('\n')).toBeDefined();
      expect(problem?.wanted).toContain(wanted);
      expect(problem?.found).toContain(found);
      expect(problem?.line).toBeGreaterThan(0);
    },
  );

  test('tells all problems at once, in the order of the file', async () => {
    const problems = await project.problems({
      ...minimal,
      symbol: 5,
      end: '1999-01-01',
      parameters: '../x.json',
      stages: [{ sampler: 'lhs', samples: 0 }, { sampler: 'lsh' }],
      fixed: {},
      strategy: './none.ts',
    });
    expect(problems.map(({ path }) => path)).toEqual([
      'strategy',
      'symbol',
      'end',
      'parameters',
      'stages[0].samples',
      'stages[1].sampler',
      'fixed',
    ]);
    expect(problems.map(({ line }) => line)).toEqual([2, 3, 5, 6, 10, 13, 16]);
  });

  test('cuts a list of very many problems', async () => {
    const unknown = Array.from({ length: 5_000 }, (_, index) => [`key-${index}`, 1]);
    const problems = await project.problems({ ...minimal, ...Object.fromEntries(unknown) });
    expect(problems).toHaveLength(101);
    expect(problems.at(-1)?.found).toMatch(/^\d+ more problems$/);
  });

  test.each(['[]', '3', '"job"', 'true', '[1, 2]'])('wants an object, not %s', async (text) => {
    const [problem] = await project.problems(text);
    expect(problem).toMatchObject({ path: '', wanted: 'an object with the fields of a job' });
  });

  test('does not let a key change what objects inherit', async () => {
    const text = '{"symbol": "SPX", "budget": {"__proto__": {"evaluations": 1}}}';
    expect((await project.problems(text))[0]).toMatchObject({ path: 'budget', line: 1 });
    expect(Object.hasOwn(Object.prototype, 'evaluations')).toBe(false);
  });
});
