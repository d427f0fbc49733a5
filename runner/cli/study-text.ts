import { countText, durationText, valueText } from '../domain/number-text.ts';
import type { DeletedStudy, Study, StudyBest, StudyRun, StudySummary } from '../domain/study.ts';
import type { ComparedSymbol, StudyComparison } from '../run/study-comparison.ts';
import { type Field, fieldLines } from './field-lines.ts';
import type { Screen } from './screen.ts';
import { type Column, tableText } from './table-text.ts';

type Style = Screen['style'];

const LISTED: readonly Column<StudySummary>[] = [
  { title: 'study', text: (study) => shownName(study) },
  { title: 'runs', align: 'right', text: ({ runs }) => countText(runs) },
  { title: 'state', text: ({ state, archived }) => (archived ? `${state}, archived` : state) },
  { title: 'best', align: 'right', text: ({ bests }) => topText(bests) },
  { title: 'evaluations', align: 'right', text: ({ evaluations }) => countText(evaluations) },
  { title: 'time', align: 'right', text: ({ seconds }) => durationText(seconds) },
  { title: 'symbols', text: ({ symbols }) => symbols.join(', ') },
  { title: 'tags', text: ({ tags }) => tags.join(', ') },
];

export function studiesText(studies: readonly StudySummary[]): string {
  return tableText(LISTED, studies);
}

const RUNS: readonly Column<StudyRun>[] = [
  { title: 'run', text: ({ id }) => id },
  { title: 'state', text: ({ state }) => state },
  { title: 'samplers', text: ({ samplers }) => samplers.join(' → ') },
  { title: 'numbers', text: numbersText },
  { title: 'evaluations', align: 'right', text: ({ evaluations }) => countText(evaluations) },
  { title: 'known', align: 'right', text: knownText },
  { title: 'answered', align: 'right', text: ({ answered }) => countText(answered ?? 0) },
  { title: 'best', align: 'right', text: bestOfRun },
  { title: 'time', align: 'right', text: ({ seconds }) => durationText(seconds) },
];

export function studyText(study: Study, style: Style): string {
  const { tags, note, history, bests, alike, symbols, strategies } = study;
  const fields: Field[] = [
    ['named in jobs', study.title === null ? null : study.name],
    ['state', study.archived ? `${study.state}, archived` : study.state],
    ['strategy', strategies.join(', ')],
    ['symbols', symbols.join(', ')],
    ['runs', countText(study.runs)],
    ['evaluations', countText(study.evaluations)],
    ['time', durationText(study.seconds)],
    ['tags', tags.length === 0 ? null : tags.join(', ')],
  ];
  const warning = alike
    ? ''
    : `\n${style('yellow', 'Warning:')} its runs differ in data, dates, cash or fitness, so their figures are not measured alike\n`;
  return [
    `${style('bold', shownName(study))}\n${fieldLines(fields, style)}${warning}`,
    ...bests.map((best) => bestText(best, study, style)),
    tableText(RUNS, history),
    ...(note === '' ? [] : [`${style('bold', 'Note')}\n${note.trimEnd()}\n`]),
  ].join('\n');
}

function bestText({ symbol, run, evaluation }: StudyBest, { courses }: Study, style: Style) {
  const course = courses.find((one) => one.symbol === symbol);
  const reached = course?.best.at(-1)?.[0];
  const after = reached === undefined ? '' : ` after ${countText(reached)} evaluations`;
  const fields: Field[] = [
    ['fitness', `${valueText(evaluation.fitness)}${after}`],
    ...Object.entries(evaluation.params).map(([name, value]): Field => [name, String(value)]),
  ];
  const title = style('bold', `Best of ${symbol}`);
  return `${title} (evaluation ${countText(evaluation.id)} of run ${run})\n${fieldLines(fields, style)}`;
}

/** What a study has come to, in a few lines. */
export function studyBestsText(study: Study, style: Style): string {
  const { runs, evaluations, bests } = study;
  const title = `${style('bold', `Study ${shownName(study)}`)}: ${countText(evaluations)} evaluations in ${countText(runs)} runs\n`;
  const shown = bests.slice(0, 5).map(({ symbol, evaluation, run }): Field => {
    const where = `evaluation ${countText(evaluation.id)} of run ${run}`;
    return [`best of ${symbol}`, `${valueText(evaluation.fitness)} (${where})`];
  });
  return `${title}${fieldLines(shown, style)}`;
}

export function comparisonText({ studies, symbols }: StudyComparison, style: Style): string {
  const [one, other] = studies;
  const head = tableText<StudyComparison['studies'][number]>(
    [
      { title: 'study', text: (study) => shownName(study) },
      { title: 'runs', align: 'right', text: ({ runs }) => countText(runs) },
      { title: 'evaluations', align: 'right', text: ({ evaluations }) => countText(evaluations) },
      { title: 'time', align: 'right', text: ({ seconds }) => durationText(seconds) },
      { title: 'strategy', text: ({ strategies }) => strategies.join(', ') },
    ],
    studies,
  );
  const names = [shownName(one), shownName(other)] as const;
  return [head, ...symbols.map((symbol) => comparedText(symbol, names, style))].join('\n');
}

type Pair = readonly [string, string];

function comparedText(symbol: ComparedSymbol, names: Pair, style: Style): string {
  const pair = <T>(values: readonly [T, T], text: (value: T) => string): Pair => [
    text(values[0]),
    text(values[1]),
  ];
  const rows: (readonly [string, Pair, string])[] = [
    [
      'best',
      pair(symbol.bests, (best) => (best === null ? 'none' : valueText(best.evaluation.fitness))),
      symbol.gain === null || symbol.gain === 0 ? '' : signed(symbol.gain),
    ],
    [
      'found after',
      pair(symbol.until_best, (count) => (count === null ? '' : countText(count))),
      '',
    ],
    ['evaluations', pair(symbol.evaluations, countText), ''],
    ...symbol.parameters.map(
      ({ name, values, same }) =>
        [name, pair(values, (value) => String(value ?? '')), same ? '' : 'differs'] as const,
    ),
  ];
  const columns: Column<(typeof rows)[number]>[] = [
    { title: symbol.symbol, text: ([name]) => name },
    { title: names[0], align: 'right', text: ([, values]) => values[0] },
    { title: names[1], align: 'right', text: ([, values]) => values[1] },
    { title: '', text: ([, , difference]) => difference },
  ];
  const warning = symbol.alike
    ? ''
    : `${style('yellow', 'Warning:')} not measured alike: other data, dates, cash or fitness\n`;
  return `${tableText(columns, rows)}${warning}`;
}

export function trashText(deleted: readonly DeletedStudy[]): string {
  return tableText<DeletedStudy>(
    [
      { title: 'study', text: (study) => shownName(study) },
      { title: 'runs', align: 'right', text: ({ runs }) => countText(runs.length) },
      { title: 'deleted', text: ({ deleted_at: at }) => at.slice(0, 16).replace('T', ' ') },
      { title: 'id', text: ({ id }) => id },
    ],
    deleted,
  );
}

/** The title where there is one, else the name that jobs use. */
export function shownName({ name, title }: { name: string; title: string | null }): string {
  return title ?? name;
}

function signed(value: number): string {
  return value > 0 ? `+${valueText(value)}` : valueText(value);
}

function topText(bests: readonly StudyBest[]): string {
  const found = bests.map(({ evaluation }) => evaluation.fitness);
  return found.length === 0 ? 'none' : valueText(Math.max(...found));
}

/** `201 to 400`; of the first symbol where there are several. */
function numbersText({ searches }: StudyRun): string {
  const [first] = searches;
  if (first === undefined || first.evaluations === 0) return '';
  const from = first.first_id;
  return `${countText(from)} to ${countText(from + first.evaluations - 1)}`;
}

function knownText({ searches }: StudyRun): string {
  return countText(searches.reduce((sum, { start }) => sum + (start?.known ?? 0), 0));
}

function bestOfRun({ searches }: StudyRun): string {
  const found = searches.flatMap(({ best }) => (best === null ? [] : [best.fitness]));
  return found.length === 0 ? 'none' : valueText(Math.max(...found));
}
