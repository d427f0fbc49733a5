import type { Job } from '../../runner/domain/job.ts';
import type { SymbolProgress } from '../../runner/domain/run-record.ts';
import type { BestView, FrontView, PointsView } from '../../runner/server/views.ts';
import { metricLabel } from '../data/metric-format.ts';
import { pacedDraw } from '../data/paced-draw.ts';
import { isActive, isUnderWay } from '../data/progress.ts';
import { headlineFacts } from '../data/run-facts.ts';
import { openRunFeed, type RunFeed } from '../data/run-feed.ts';
import type { RunSnapshot } from '../data/run-snapshot.ts';
import { stageSpans } from '../data/stage-spans.ts';
import { BestStatistics } from './best-statistics.ts';
import { BENCHMARK_KEY, ChartPanel, showLegend } from './chart-panel.ts';
import { showConnection } from './connection-status.ts';
import { element, part, setText } from './element.ts';
import { linkPlots } from './link-plots.ts';
import { LogTail } from './log-tail.ts';
import { RunActions } from './run-actions.ts';
import { RunCourse } from './run-course.ts';
import { RunDetails } from './run-details.ts';
import { showFailures } from './run-failures.ts';
import { RunFigures } from './run-figures.ts';
import { RunGone } from './run-gone.ts';
import { RunNote } from './run-note.ts';
import { RunProof } from './run-proof.ts';
import { RunSlots } from './run-slots.ts';
import { SearchExplorer } from './search-explorer.ts';
import { StageStrip } from './stage-strip.ts';
import { showState } from './state-badge.ts';
import { SymbolSwitch } from './symbol-switch.ts';
import { TopTable } from './top-table.ts';

const NO_RUN = 'The address names no run: wanted /run/?id=RUN.';

/** A part that is there at last, or news of more than figures. */
function isTurn(next: RunSnapshot, shown: RunSnapshot): boolean {
  const came = (part: keyof RunSnapshot): boolean => shown[part] === null && next[part] !== null;
  const parts = ['record', 'job', 'points', 'top', 'best', 'front', 'log'] as const;
  return (
    next.connection !== shown.connection ||
    next.annotations !== shown.annotations ||
    next.problem !== shown.problem ||
    next.isGone !== shown.isGone ||
    next.failed !== shown.failed ||
    next.record?.state !== shown.record?.state ||
    parts.some(came)
  );
}

/** One run, live: hands each part of the feed's snapshot to the element that shows it. */
class RunPage extends HTMLElement {
  #plots: ReturnType<typeof linkPlots> | null = null;
  #feed: RunFeed | null = null;
  readonly #retry = (): void => this.#feed?.retry();

  connectedCallback(): void {
    const params = new URLSearchParams(location.search);
    const id = params.get('id');
    if (id === null || id === '') {
      this.#showProblem({ record: null, problem: NO_RUN, isMissing: true });
      return;
    }
    part(this, '.problem button', HTMLButtonElement).addEventListener('click', this.#retry);
    this.#plots = linkPlots(this);
    const draw = (snapshot: RunSnapshot): void => this.#show(snapshot);
    const news = pacedDraw({ draw, isUrgent: isTurn });
    this.#feed = openRunFeed(id, params.get('symbol'), news);
  }

  #show(snapshot: RunSnapshot): void {
    const { record, symbol } = snapshot;
    // Of a run that is not there nothing is heard.
    if (!snapshot.isMissing && !snapshot.isBroken) showConnection(snapshot.connection);
    this.#showProblem(snapshot);
    part(this, 'run-gone', RunGone).show(snapshot);
    if (record === null) return;
    this.#showHead(snapshot);
    if (symbol !== null) this.#showSymbol(snapshot, symbol);
    part(this, 'run-note', RunNote).show(snapshot.id, snapshot.annotations);
    part(this, 'log-tail', LogTail).show(snapshot.log);
    showFailures(this, snapshot.failed, this.#retry);
    part(this, 'run-details', RunDetails).show(snapshot);
    this.setAttribute('aria-busy', 'false');
  }

  #showProblem({
    record,
    problem,
    isMissing,
  }: Pick<RunSnapshot, 'record' | 'problem' | 'isMissing'>): void {
    const alone = problem !== null && record === null;
    const section = part(this, '.problem', HTMLElement);
    section.hidden = !alone;
    const title = isMissing ? 'No such run' : 'This run cannot be shown';
    setText(part(section, 'h1', HTMLElement), title);
    part(section, 'button', HTMLButtonElement).hidden = isMissing;
    if (alone) this.setAttribute('aria-busy', 'false');
    setText(part(section, '.notice', HTMLElement), alone ? problem : '');
    part(this, '.run', HTMLElement).hidden = alone;
    part(this, '.loading', HTMLElement).hidden = alone;
    const stale = part(this, '.stale', HTMLElement);
    stale.hidden = problem === null || alone;
    setText(stale, problem ?? '');
  }

  #showHead({ record }: RunSnapshot): void {
    if (record === null) return;
    document.title = `${record.name} · leantune`;
    setText(part(this, '.run-name h1', HTMLElement), record.name);
    showState(part(this, '.state', HTMLElement), record.state);
    const reason = part(this, '.reason', HTMLElement);
    reason.hidden = record.reason === null;
    reason.classList.toggle('bad', record.state === 'failed');
    setText(reason, record.reason ?? '');
    const facts = part(this, '.facts', HTMLElement);
    const texts = headlineFacts(record);
    if (facts.dataset['key'] !== texts.join('\n')) {
      facts.dataset['key'] = texts.join('\n');
      facts.replaceChildren(...texts.map((text) => element('li', {}, text)));
    }
    part(this, 'run-actions', RunActions).show(record);
  }

  #showSymbol(
    { record, job, points, top, best, front, slots }: RunSnapshot,
    symbol: SymbolProgress,
  ): void {
    if (record === null) return;
    part(this, 'symbol-switch', SymbolSwitch).show(record, job, symbol);
    part(this, 'run-proof', RunProof).show(symbol);
    part(this, 'run-figures', RunFigures).show(record, symbol);
    part(this, 'stage-strip', StageStrip).show(symbol);
    part(this, 'run-slots', RunSlots).show(isActive(record.state) ? slots : null, record);
    const search = {
      id: record.id,
      symbol: symbol.folder,
      evaluations: symbol.counts.evaluations,
      isOver: !isUnderWay(record.state),
    };
    part(this, 'top-table', TopTable).show(top, search);
    part(this, 'run-course', RunCourse).show(search, job?.objectives !== undefined);
    part(this, 'best-statistics', BestStatistics).show(best, job);
    part(this, 'search-explorer', SearchExplorer).show(search);
    this.#showPoints(points);
    this.#showBest(best, job);
    this.#showFront(front, job?.objectives);
  }

  #panel(kind: string): ChartPanel {
    return part(this, `chart-panel[kind=${kind}]`, ChartPanel);
  }

  #showPoints(points: PointsView | null): void {
    const bests = this.#panel('best-so-far') as ChartPanel<'best-so-far'>;
    bests.show(points);
    const scatter = this.#panel('evaluations') as ChartPanel<'evaluations'>;
    this.#plots?.showPoints(points);
    if (points === null) return;
    const stages = stageSpans(points).map(({ name, stage }) => ({ text: name, series: stage }));
    showLegend(bests, stages);
    showLegend(scatter, [...stages, { text: 'invalid, failed or below', series: null }]);
  }

  #showFront(front: FrontView | null, objectives: Job['objectives']): void {
    const panel = this.#panel('front') as ChartPanel<'front'>;
    panel.hidden = objectives === undefined;
    if (objectives === undefined) return;
    const [across, up] = objectives.map(({ metric }) => metricLabel(metric));
    setText(part(panel, 'h2', HTMLElement), `Front: ${across} across, ${up} up`);
    this.#plots?.showFront(front);
  }

  #showBest(best: BestView | null, job: Job | null): void {
    const equity = this.#panel('equity') as ChartPanel<'equity'>;
    equity.show(best);
    (this.#panel('drawdown') as ChartPanel<'drawdown'>).show(best);
    if (best === null) return;
    // The curve of a shared set is the one on its first symbol.
    const on = job?.mode === 'shared' ? ` on ${job.symbols[0]}` : '';
    const search = { text: `Search${on}`, series: 0 };
    const holdout = { text: `Holdout${on}`, series: 1 };
    const against = (best.benchmark ?? []).length > 0 ? [BENCHMARK_KEY] : [];
    if (best.holdout !== null) showLegend(equity, [search, holdout, ...against]);
    else if (on === '' && against.length === 0) showLegend(equity, []);
    else showLegend(equity, [search, ...against]);
  }
}

customElements.define('run-page', RunPage);
