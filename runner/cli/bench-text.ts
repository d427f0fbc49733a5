import type { BenchCell } from '../bench/bench-cells.ts';
import type { ProblemFacts } from '../bench/bench-record.ts';
import type { BenchSummary } from '../bench/summary.ts';
import { countText, valueText } from '../domain/number-text.ts';
import type { Screen } from './screen.ts';
import { type Column, tableText } from './table-text.ts';

type Style = Screen['style'];

/** A bench to be read: a table for each function, and one over all of them. */
export function benchText(summary: BenchSummary, { style }: Pick<Screen, 'style'>): string {
  const tables = summary.problems.map((problem) => problemText(summary, problem, style));
  return [...tables, standingsText(summary, style), alikeText(summary, style), notesText(summary)]
    .filter((text) => text !== '')
    .map((text) => `\n${text}`)
    .join('');
}

function problemText(summary: BenchSummary, problem: ProblemFacts, style: Style): string {
  const own = summary.cells.filter((cell) => cell.problem === problem.name);
  const rows = summary.samplers.filter((name) => own.some(({ sampler }) => sampler === name));
  const columns: Column<string>[] = [
    { title: 'sampler', text: (name) => name },
    ...summary.lengths.flatMap((length) => {
      const cellOf = (name: string) =>
        own.find((cell) => cell.sampler === name && cell.evaluations === length);
      return lengthColumns(length, problem, cellOf);
    }),
  ];
  return `${headText(problem, style)}${peersText(summary, problem)}${tableText(columns, rows)}`;
}

function lengthColumns(
  length: number,
  problem: ProblemFacts,
  cellOf: (name: string) => BenchCell | undefined,
): Column<string>[] {
  const column = (title: string, text: (cell: BenchCell) => string): Column<string> => {
    const shown = (name: string): string => {
      const cell = cellOf(name);
      return cell === undefined ? '' : text(cell);
    };
    return { title, align: 'right', text: shown };
  };
  return [
    column(`at ${countText(length)}`, (cell) => {
      return `${shownValue(cell.median, problem)}${MARKS[cell.against ?? 'none']}`;
    }),
    column('25-75 %', ({ q25, q75 }) => rangeText(q25, q75, problem)),
    column('rank', ({ rank }) => String(rank)),
    column('target', ({ reached }) => (reached === null ? '-' : countText(reached))),
    column('1 %', ({ near, seeds }) => `${near}/${seeds}`),
  ];
}

const MARKS = { better: '*', equal: '=', worse: ' ', none: ' ' } as const;

function headText(
  { name, family, parameters, points, optimum, ...rest }: ProblemFacts,
  style: Style,
) {
  const { direction } = rest;
  const size = points === null ? 'continuous' : `${countText(points)} sets`;
  const better = direction === 'maximize' ? 'more is better' : 'less is better';
  const best = shownValue(optimum, rest);
  const facts = `${family}, ${parameters} parameters, ${size}; ${better}, optimum ${best}`;
  return `${style('bold', name)}  ${style('dim', facts)}\n`;
}

function peersText({ targets, peers }: BenchSummary, problem: ProblemFacts): string {
  const own = targets.filter((target) => target.problem === problem.name);
  const noted = own.flatMap(({ peer, note }) => (note === null ? [] : [`${peer} ${note}\n`]));
  const texts = own.flatMap(({ evaluations, value, peer }) => {
    if (peer === null) return [];
    const found = peers.list.find(({ name }) => name === peer);
    const version = found === undefined ? '' : ` (${found.library} ${found.version})`;
    return [`at ${countText(evaluations)} ${peer}${version} ${shownValue(value, problem)}`];
  });
  if (texts.length === 0) return 'no peer was measured here\n';
  return `best peer ${texts.join(', ')}\n${[...new Set(noted)].join('')}`;
}

function shownValue(value: number, { direction }: Pick<ProblemFacts, 'direction'>): string {
  if (!Number.isFinite(value)) return 'none';
  return valueText(direction === 'maximize' ? -value + 0 : value);
}

function rangeText(q25: number, q75: number, problem: ProblemFacts): string {
  const [low, high] = problem.direction === 'maximize' ? [q75, q25] : [q25, q75];
  return `${shownValue(low, problem)}..${shownValue(high, problem)}`;
}

function standingsText({ standings, lengths, times }: BenchSummary, style: Style): string {
  type Row = BenchSummary['standings'][number];
  const number = (title: string, value: (row: Row) => string | number): Column<Row> => {
    return { title, align: 'right', text: (row) => String(value(row)) };
  };
  const columns: Column<Row>[] = [
    { title: 'sampler', text: ({ sampler }) => sampler },
    number('mean rank', ({ meanRank }) => meanRank.toFixed(2)),
    number('first', ({ first, problems }) => `${first}/${problems}`),
    number('peer beaten', ({ better }) => better),
    number('equal', ({ equal }) => equal),
    number('peer better', ({ worse }) => worse),
    number('own µs', ({ sampler, evaluations }) => {
      const own = times.find((one) => one.sampler === sampler && one.evaluations === evaluations);
      return valueText(Number((own?.median ?? Number.NaN).toPrecision(3)));
    }),
  ];
  return lengths
    .map((length) => {
      const rows = standings.filter(({ evaluations }) => evaluations === length);
      const title = style('bold', `Over all functions, ${countText(length)} evaluations`);
      return `${title}\n${tableText(columns, rows)}`;
    })
    .join('\n');
}

function alikeText({ alike }: BenchSummary, style: Style): string {
  if (alike.length === 0) return '';
  type Row = BenchSummary['alike'][number];
  const columns: Column<Row>[] = [
    { title: 'sampler', text: ({ sampler }) => sampler },
    { title: 'peer of its kind', text: ({ peer }) => peer },
    { title: 'at', align: 'right', text: ({ evaluations }) => countText(evaluations) },
    { title: 'as good', align: 'right', text: ({ asGood }) => String(asGood) },
    { title: 'within', align: 'right', text: ({ within }) => String(within) },
    { title: 'worse', align: 'right', text: ({ worse }) => String(worse.length) },
    { title: 'worse on', text: ({ worse }) => worse.join(', ') },
  ];
  const title = style('bold', "Like with like, at the peers' settings (within: their quartiles)");
  return `${title}\n${tableText(columns, alike)}`;
}

function notesText({ refused, seeds, peers, variant }: BenchSummary): string {
  const reasons = new Set(refused.map(({ sampler, reason }) => `${sampler}: ${reason}`));
  return [
    `Medians of ${seeds} seeds${variant.batch > 1 ? `, ${variant.batch} sets at a time` : ''}.`,
    '* better than the best peer, = equal to it. target: evaluations until the median was as good as',
    'the best peer is at that length, else within 1 % of the optimum. 1 %: seeds that came so near.',
    "own µs: the sampler's own time for one suggestion, ask and tell.",
    `Peers as recorded on ${peers.at}; none of them is run here.`,
    ...[...reasons].map((reason) => `Not searched by ${reason}`),
  ]
    .map((line) => `${line}\n`)
    .join('');
}
