import type { Evaluation } from '../../runner/domain/evaluation.ts';
import type {
  EvaluationView,
  RepeatView,
  ResultView,
} from '../../runner/server/evaluation-views.ts';
import type { EvaluationCurves } from '../charts/evaluation-curves.ts';
import { ApiError } from '../data/api.ts';
import { describe } from '../data/describe-error.ts';
import { evaluationApi } from '../data/evaluation-api.ts';
import { evaluationFacts, headFigures, STATUS_MARKS } from '../data/evaluation-facts.ts';
import {
  type EvaluationQuery,
  evaluationPath,
  readEvaluationQuery,
} from '../data/evaluation-query.ts';
import { formatNumber } from '../data/format.ts';
import { sitePath } from '../data/site-path.ts';
import { statisticGroups } from '../data/statistic-groups.ts';
import { BENCHMARK_KEY, ChartPanel, showLegend } from './chart-panel.ts';
import { element, part, setText } from './element.ts';
import { EvaluationActions } from './evaluation-actions.ts';
import { EvaluationCommand } from './evaluation-command.ts';
import { EvaluationParameters } from './evaluation-parameters.ts';
import { EvaluationProof } from './evaluation-proof.ts';
import { EvaluationStatistics } from './evaluation-statistics.ts';
import { MonthlyReturns } from './monthly-returns.ts';
import { OrdersTable } from './orders-table.ts';
import { stateWord } from './state-badge.ts';
import { type TradeSort, TradesTable } from './trades-table.ts';
import { VariationTable } from './variation-table.ts';

const NO_NAME =
  'The address names no evaluation: wanted /evaluation/?run=RUN&symbol=SYMBOL&id=NUMBER.';

/** One evaluation. The URL holds which, the symbol of a shared set, the axis and the order of trades. */
class EvaluationPage extends HTMLElement {
  #query: EvaluationQuery | null = readEvaluationQuery(location.search);
  #view: EvaluationView | null = null;
  /** Of a backtest that was made just now. */
  #repeat: RepeatView | null = null;

  connectedCallback(): void {
    if (this.#query === null) {
      this.#say(NO_NAME, true);
      return;
    }
    const retry = part(this, '.problem button', HTMLButtonElement);
    retry.addEventListener('click', () => void this.#fetch());
    this.#listen();
    void this.#fetch();
  }

  #listen(): void {
    const actions = part(this, 'evaluation-actions', EvaluationActions);
    actions.addEventListener('repeated', (event) => {
      this.#repeat = (event as CustomEvent<RepeatView>).detail;
      void this.#fetch();
    });
    part(this, '.log', HTMLButtonElement).addEventListener('click', () =>
      this.#change({ log: this.#query?.log !== true }),
    );
    part(this, 'trades-table', TradesTable).addEventListener('sort', (event) =>
      this.#change((event as CustomEvent<TradeSort>).detail),
    );
    part(this, '.of select', HTMLSelectElement).addEventListener('change', ({ target }) => {
      this.#repeat = null;
      this.#change({ of: (target as HTMLSelectElement).value });
      void this.#fetch();
    });
  }

  #change(change: Partial<EvaluationQuery>): void {
    if (this.#query === null) return;
    this.#query = { ...this.#query, ...change };
    history.replaceState(null, '', evaluationPath(this.#query));
    this.#show();
  }

  async #fetch(): Promise<void> {
    if (this.#query === null) return;
    try {
      this.#view = await evaluationApi.show(this.#query, this.#query.of);
      this.#say(null);
      this.#show();
    } catch (error) {
      this.#say(describe(error), error instanceof ApiError && error.status === 404);
    }
  }

  #show(): void {
    const [view, query] = [this.#view, this.#query];
    if (view === null || query === null) return;
    const { evaluation } = view;
    document.title = `#${evaluation.id} of ${view.name} · leantune`;
    this.#showHead(view);
    this.#showFigures(evaluation);
    // What was made just now is newer than what lies there, though it may not be kept.
    const result = this.#repeat?.result ?? view.result;
    part(this, 'evaluation-actions', EvaluationActions).show(query, view);
    part(this, 'evaluation-proof', EvaluationProof).show(view, this.#repeat);
    part(this, 'evaluation-parameters', EvaluationParameters).show(view);
    part(this, 'evaluation-command', EvaluationCommand).show(view);
    part(this, 'variation-table', VariationTable).show(view.variations);
    const groups = statisticGroups(evaluation, result?.statistics, view.variations);
    part(this, 'evaluation-statistics', EvaluationStatistics).show(groups);
    this.#showResult(result, query);
    part(this, '.evaluation', HTMLElement).hidden = false;
    this.setAttribute('aria-busy', 'false');
  }

  #showHead(view: EvaluationView): void {
    const { evaluation, run, folder, symbols } = view;
    setText(
      part(this, '.evaluation h1', HTMLElement),
      `Evaluation #${formatNumber(evaluation.id)}`,
    );
    const status = part(this, '.status', HTMLElement);
    status.dataset['state'] = STATUS_MARKS[evaluation.status];
    setText(status, stateWord(evaluation.status));
    const href = sitePath('/run/', { id: run, symbol: folder });
    const link = element('a', { href }, `Run ${view.name}`);
    const facts = evaluationFacts(view).map((text) => element('li', {}, text));
    part(this, '.facts', HTMLElement).replaceChildren(element('li', {}, link), ...facts);
    const error = part(this, '.error', HTMLElement);
    error.hidden = evaluation.error === null;
    setText(error, evaluation.error ?? '');
    const missed = Object.entries(evaluation.violations);
    const violations = part(this, '.violations', HTMLElement);
    violations.hidden = missed.length === 0;
    const texts = missed.map(([name, by]) => `${name} is missed by ${formatNumber(by, 4)}`);
    setText(violations, texts.join('\n'));
    this.#showSymbols(symbols);
  }

  #showSymbols(symbols: readonly string[]): void {
    const label = part(this, '.of', HTMLElement);
    label.hidden = symbols.length === 0;
    const select = part(label, 'select', HTMLSelectElement);
    if (select.options.length !== symbols.length) {
      select.replaceChildren(...symbols.map((symbol) => element('option', {}, symbol)));
    }
    select.value = this.#query?.of ?? symbols[0] ?? '';
  }

  #showFigures(evaluation: Evaluation): void {
    for (const [key, text] of Object.entries(headFigures(evaluation))) {
      setText(part(this, `[data-figure=${key}] .value`, HTMLElement), text);
    }
  }

  #showResult(result: ResultView | null, query: EvaluationQuery): void {
    part(this, '.no-result', HTMLElement).hidden = result !== null;
    part(this, '.result', HTMLElement).hidden = result === null;
    if (result === null) return;
    part(this, '.log', HTMLButtonElement).setAttribute('aria-pressed', String(query.log));
    const { equity, drawdown, currency, benchmark, price, trades } = result;
    const curves: EvaluationCurves = {
      equity,
      drawdown,
      currency,
      benchmark,
      log: query.log,
    };
    const panel = part(this, '[kind=evaluation-equity]', ChartPanel);
    (panel as ChartPanel<'evaluation-equity'>).show(curves);
    const lines = [{ text: 'Equity', series: 0 }];
    showLegend(panel, benchmark.length > 0 ? [...lines, BENCHMARK_KEY] : lines);
    const depths = part(this, '[kind=evaluation-drawdown]', ChartPanel);
    (depths as ChartPanel<'evaluation-drawdown'>).show(curves);
    const over = price.length > 0 ? 'price' : 'equity';
    const marks = part(this, '[kind=trade-marks]', ChartPanel);
    setText(part(marks, 'h2', HTMLElement), `Trades on the ${over}`);
    const points = over === 'price' ? price : equity;
    (marks as ChartPanel<'trade-marks'>).show({ over, points, trades: trades.rows });
    part(this, 'monthly-returns', MonthlyReturns).show(result.months);
    part(this, 'trades-table', TradesTable).show(trades, query);
    part(this, 'orders-table', OrdersTable).show(result.orders);
  }

  /** @param isMissing whether there is nothing to be had however often one asks */
  #say(problem: string | null, isMissing = false): void {
    const section = part(this, '.problem', HTMLElement);
    const title = part(section, 'h1', HTMLElement);
    setText(title, isMissing ? 'No such evaluation' : 'This evaluation cannot be shown');
    // What is shown already stays.
    title.hidden = this.#view !== null;
    part(section, 'button', HTMLButtonElement).hidden = isMissing;
    if (problem !== null) this.setAttribute('aria-busy', 'false');
    section.hidden = problem === null;
    setText(part(section, '.notice', HTMLElement), problem ?? '');
    part(this, '.loading', HTMLElement).hidden = true;
  }
}

customElements.define('evaluation-page', EvaluationPage);
