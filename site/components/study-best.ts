import type { Study } from '../../runner/domain/study.ts';
import { evaluationPath } from '../data/evaluation-query.ts';
import { formatFitness, formatNumber, formatValue } from '../data/format.ts';
import { formatMetric } from '../data/metric-format.ts';
import { element, part, setText } from './element.ts';

const FIGURES = ['net_pnl', 'max_drawdown', 'trade_count'] as const;
const LABELS = { net_pnl: 'Net profit', max_drawdown: 'Max drawdown', trade_count: 'Orders' };

function row(label: string, ...value: (Node | string)[]): HTMLElement {
  return element('div', {}, element('dt', {}, label), element('dd', {}, ...value));
}

/** The best of one symbol over all runs: its figures and its parameters. */
export class StudyBestPanel extends HTMLElement {
  show({ bests }: Study, symbol: string): void {
    const best = bests.find((one) => one.symbol === symbol);
    setText(part(this, 'h2', HTMLElement), `Best of ${symbol}`);
    part(this, '.nothing', HTMLElement).hidden = best !== undefined;
    const list = part(this, 'dl', HTMLElement);
    list.hidden = best === undefined;
    if (best === undefined) return;
    const { evaluation, run, folder } = best;
    const href = evaluationPath({ run, symbol: folder, id: String(evaluation.id) });
    const where = element('a', { href }, `#${formatNumber(evaluation.id)} of run ${run}`);
    list.replaceChildren(
      row('Fitness', formatFitness(evaluation.fitness)),
      ...FIGURES.map((name) => row(LABELS[name], formatMetric(name, evaluation[name]))),
      ...Object.entries(evaluation.params).map(([name, value]) => row(name, formatValue(value))),
      row('Evaluation', where),
    );
  }
}

customElements.define('study-best', StudyBestPanel);
