import { sparkline, sparklinePath } from '../charts/sparkline.ts';
import { formatDuration, formatFitness, formatNumber, formatTime } from '../data/format.ts';
import { isActive } from '../data/progress.ts';
import type { RunSummary } from '../data/run-summary.ts';
import { sitePath } from '../data/site-path.ts';
import { symbolsText } from '../data/symbols-text.ts';
import { element, setText } from './element.ts';
import { showState, stateBadge } from './state-badge.ts';

export interface RunRow {
  readonly row: HTMLTableRowElement;
  show(run: RunSummary, chosen: boolean): void;
}

const SPARK = { width: 112, height: 22 };
function evaluationsText(run: RunSummary): string {
  const done = formatNumber(run.evaluations);
  const unfinished = isActive(run.state) && run.planned !== null;
  return unfinished ? `${done} / ${formatNumber(run.planned)}` : done;
}

function showStudy(link: HTMLAnchorElement, { study, studyTitle }: RunSummary): void {
  link.hidden = study === null;
  link.href = sitePath('/study/', { name: study ?? '' });
  setText(link, studyTitle ?? '');
}

function pathOf({ curve, curveEnd: lastId }: RunSummary): string {
  return sparklinePath({ curve, lastId }, SPARK.width, SPARK.height);
}

/**
 * A line of the history; `show` changes only what differs. The symbol of the best stands before its
 * figure, so that figures end below each other.
 * @param choose told when the run that the line shows is chosen or left
 */
export function runRow(choose: (id: string, chosen: boolean) => void): RunRow {
  const box = element('input', { type: 'checkbox' });
  box.addEventListener('change', () => {
    if (shown !== null) choose(shown.id, box.checked);
  });
  const link = element('a');
  const study = element('a', { class: 'in-study' });
  const place = element('span');
  const inStudy = element('span', { class: 'of-study' });
  const note = element('span', { class: 'note' }, place, inStudy);
  const state = stateBadge('queued');
  const strategy = element('td', { class: 'wide' });
  const symbols = element('td', { class: 'wide' });
  const best = element('span');
  const bestSymbol = element('span', { class: 'note' });
  const curve = sparkline({ curve: [], lastId: 0 }, SPARK);
  const evaluations = element('td', { class: 'number middle' });
  const seconds = element('td', { class: 'number wide' });
  const created = element('time');
  const row = element(
    'tr',
    {},
    element('td', { class: 'choose' }, element('label', {}, box)),
    element('th', { scope: 'row' }, element('div', { class: 'names' }, link, study), note),
    element('td', {}, state),
    strategy,
    symbols,
    element('td', { class: 'number' }, bestSymbol, best),
    element('td', { class: 'curve' }, curve),
    evaluations,
    seconds,
    element('td', { class: 'number middle' }, created),
  );
  const path = curve.firstElementChild;
  let shown: RunSummary | null = null;

  function show(run: RunSummary, chosen: boolean): void {
    if (box.checked !== chosen) box.checked = chosen;
    if (run === shown) return;
    box.setAttribute('aria-label', `Choose ${run.name} to compare`);
    link.href = sitePath('/run/', { id: run.id });
    setText(link, run.name);
    showStudy(study, run);
    setText(place, `${run.strategy} · ${symbolsText(run.symbols)}`);
    setText(inStudy, run.studyTitle === null ? '' : ` · ${run.studyTitle}`);
    showState(state, run.state);
    state.title = run.reason ?? '';
    setText(strategy, run.strategy);
    setText(symbols, symbolsText(run.symbols));
    symbols.title = run.symbols.join(', ');
    setText(best, formatFitness(run.best));
    setText(bestSymbol, run.bestSymbol ?? '');
    if (run.curve !== shown?.curve || run.curveEnd !== shown.curveEnd) {
      path?.setAttribute('d', pathOf(run));
    }
    setText(evaluations, evaluationsText(run));
    setText(seconds, formatDuration(run.seconds));
    setText(created, formatTime(run.created, new Date()));
    created.dateTime = run.created;
    created.title = run.created;
    shown = run;
  }

  return { row, show };
}
