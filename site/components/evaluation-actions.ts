import type { EvaluationView } from '../../runner/server/evaluation-views.ts';
import { describe } from '../data/describe-error.ts';
import { evaluationApi } from '../data/evaluation-api.ts';
import type { EvaluationQuery } from '../data/evaluation-query.ts';
import { liveApi } from '../data/live-api.ts';
import { sitePath } from '../data/site-path.ts';
import { element, setText } from './element.ts';
import { withToken } from './with-token.ts';

/** Backtests the set again, once more to keep it, or stages it for promotion. Fires `repeated` (detail: RepeatView). */
export class EvaluationActions extends HTMLElement {
  #query: EvaluationQuery | null = null;
  #message = element('span', { role: 'status', class: 'muted' });
  #again = element('button', { type: 'button' }, 'Backtest again');
  #keep = element('button', { type: 'button' }, 'Keep full result');
  #stage = element('button', { type: 'button' }, 'Stage for promotion');
  #busy = false;

  connectedCallback(): void {
    this.replaceChildren(this.#message, this.#again, this.#keep, this.#stage);
    this.#again.addEventListener('click', () => void this.#repeat(false));
    this.#keep.addEventListener('click', () => void this.#repeat(true));
    this.#stage.addEventListener('click', () => void this.#stageSet());
  }

  show(query: EvaluationQuery, { evaluation, kept }: EvaluationView): void {
    this.#query = query;
    // The best's own file is replaced when another set becomes the best.
    const isKept = kept?.file.endsWith(`/${evaluation.id}.json`) === true;
    setText(this.#keep, isKept ? 'Keep it anew' : 'Keep full result');
  }

  /** Leads to the page where its checks are shown. */
  async #stageSet(): Promise<void> {
    const query = this.#query;
    if (query === null || this.#busy) return;
    this.#setBusy(true);
    try {
      const { run, symbol, id } = query;
      const choice = { symbol, evaluation: Number(id) };
      const staged = await withToken((token) => liveApi.stage(run, choice, token));
      if (staged !== null) {
        location.href = sitePath('/promotions/', { candidate: staged.candidate.id });
      }
    } catch (error) {
      setText(this.#message, describe(error));
    } finally {
      this.#setBusy(false);
    }
  }

  async #repeat(keep: boolean): Promise<void> {
    const query = this.#query;
    if (query === null || this.#busy) return;
    this.#setBusy(true);
    try {
      const sent = withToken((token) => {
        setText(this.#message, 'Backtesting in a fresh process …');
        return evaluationApi.repeat(query, { keep, of: query.of }, token);
      });
      const repeat = await sent;
      setText(this.#message, repeat === null ? '' : doneText(repeat.kept?.file));
      if (repeat !== null) this.dispatchEvent(new CustomEvent('repeated', { detail: repeat }));
    } catch (error) {
      setText(this.#message, describe(error));
    } finally {
      this.#setBusy(false);
    }
  }

  /** Not disabled, which would lose the focus. */
  #setBusy(busy: boolean): void {
    this.#busy = busy;
    for (const button of [this.#again, this.#keep, this.#stage]) {
      button.setAttribute('aria-disabled', String(busy));
    }
  }
}

function doneText(file: string | undefined): string {
  return file === undefined ? 'Backtested again' : `Kept as ${file}`;
}

customElements.define('evaluation-actions', EvaluationActions);
