import type { EvaluationView, RepeatView } from '../../runner/server/evaluation-views.ts';
import { formatDuration, formatNumber } from '../data/format.ts';
import { verificationProof } from '../data/proof-facts.ts';
import { metricText } from '../data/statistic-groups.ts';
import { element, part, setText } from './element.ts';

/** Whether the set came out the same again, and every metric that did not. */
export class EvaluationProof extends HTMLElement {
  show({ verified }: EvaluationView, repeat: RepeatView | null): void {
    const proofs = verified.map(verificationProof);
    const items = proofs.map(({ text, kind }) => element('li', { 'data-kind': kind }, text));
    part(this, '.proof', HTMLElement).replaceChildren(...items);
    const now = part(this, '.now', HTMLElement);
    now.hidden = repeat === null;
    setText(now, repeat === null ? '' : nowText(repeat));
    const last = repeat?.verification ?? verified.findLast(({ kind }) => kind === 'repeat');
    const differences = last?.differences ?? [];
    const rows = differences.map(({ metric, was, is }) => {
      const [label, before] = metricText(metric, was);
      const [, after] = metricText(metric, is);
      return element(
        'tr',
        {},
        element('th', { scope: 'row' }, label),
        element('td', { class: 'number' }, before),
        element('td', { class: 'number' }, after),
      );
    });
    part(this, '.differences', HTMLElement).hidden = rows.length === 0;
    part(this, 'tbody', HTMLElement).replaceChildren(...rows);
  }
}

function nowText({ verification, compared, ms, kept }: RepeatView): string {
  const took = `Backtested again in ${formatDuration(ms / 1000)}`;
  if (verification.error !== null) return `${took}: it failed.\n${verification.error}`;
  const { length } = verification.differences;
  const several = `${formatNumber(length)} ${length === 1 ? 'metric differs' : 'metrics differ'} from the run’s.`;
  const same = compared
    ? 'every metric is the same as in the run.'
    : 'the run has no metrics of it.';
  const place = kept === null ? 'What is shown below is of this backtest and is not kept.' : '';
  return `${took}: ${length === 0 ? same : several} ${place}`.trim();
}

customElements.define('evaluation-proof', EvaluationProof);
