import type { Counts, RunRecord, SymbolProgress } from '../../runner/domain/run-record.ts';
import {
  ABSENT,
  formatDuration,
  formatFitness,
  formatNumber,
  formatRate,
  formatShare,
} from '../data/format.ts';
import { formatMetric } from '../data/metric-format.ts';
import { isActive, progressNote, runProgress, searchedShare } from '../data/progress.ts';
import { part, setText } from './element.ts';

/** How much of all backtests was not run. */
function sparedNote({ counts, spared }: SymbolProgress): string {
  if (spared === undefined || counts.evaluations === 0) return '';
  return `, ${formatShare(spared.backtests / counts.evaluations)} of all days spared`;
}

function unusableNote({ invalid, failed, pruned, rejected_lines }: Counts): string {
  const parts = [
    [invalid, 'invalid'],
    [failed, 'failed'],
    [pruned, 'pruned'],
    [rejected_lines, rejected_lines === 1 ? 'damaged line' : 'damaged lines'],
  ] as const;
  return parts
    .filter(([count]) => count > 0)
    .map(([count, word]) => `${formatNumber(count)} ${word}`)
    .join(', ');
}

/** The figures at the top of a run: how good, how far, how fast. */
export class RunFigures extends HTMLElement {
  show(record: RunRecord, symbol: SymbolProgress): void {
    const { best, counts } = symbol;
    const { perSecond, etaSeconds, share } = runProgress(record);
    const searched = searchedShare(record, symbol);
    const found = best ? `evaluation #${formatNumber(best.id)}` : '';
    const ofGrid = searched === null ? '' : `${formatShare(searched)} of the grid`;
    const unusable = counts.invalid + counts.failed + counts.pruned;
    this.#set('best', formatFitness(best?.fitness), found);
    this.#set('profit', formatMetric('net_pnl', best?.net_pnl));
    this.#set('drawdown', formatMetric('max_drawdown', best?.max_drawdown));
    this.#set('evaluations', formatNumber(counts.evaluations), ofGrid);
    this.#set('unusable', formatNumber(unusable), unusableNote(counts) + sparedNote(symbol));
    this.#set('progress', formatShare(share), progressNote(record));
    this.#set('rate', formatRate(perSecond));
    this.#set('elapsed', formatDuration(record.seconds));
    this.#set('eta', isActive(record.state) ? formatDuration(etaSeconds) : ABSENT);
  }

  #set(name: string, value: string, note = ''): void {
    const box = part(this, `[data-figure=${name}]`, HTMLElement);
    setText(part(box, '.value', HTMLElement), value);
    setText(part(box, '.note', HTMLElement), note);
  }
}

customElements.define('run-figures', RunFigures);
