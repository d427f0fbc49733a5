import { convergence } from '../../runner/analysis/convergence.ts';
import { importance } from '../../runner/analysis/importance.ts';
import { createParetoFront } from '../../runner/analysis/pareto-front.ts';
import { stability } from '../../runner/analysis/stability.ts';
import { createSpace } from '../../runner/domain/space.ts';
import { chooseIds, metricsAsked } from '../../runner/report/chosen-rows.ts';
import { askedOf, constraintMisses } from '../../runner/report/constraint-misses.ts';
import { heatMap } from '../../runner/report/heat-map.ts';
import { hypervolumeCourse } from '../../runner/report/hypervolume-course.ts';
import { evaluationCursor } from '../../runner/report/search-cursor.ts';
import { sampleSearch } from '../../runner/report/search-sample.ts';
import { slotTimeline } from '../../runner/report/slot-timeline.ts';
import type { FrontView } from '../../runner/server/views.ts';
import type { FixtureRun } from './fixture-run.ts';

/** What the API says of a search of a run, in the server's own words. */
export function searchView(
  run: FixtureRun,
  symbol: string,
  { what, url }: { what: string; url: string },
) {
  const { searchParams } = new URL(url);
  const query = Object.fromEntries(searchParams);
  if (what === 'points') return run.points(symbol);
  if (what === 'top') return { rows: run.top(symbol, 25) };
  if (what === 'front') return frontOf(run, symbol);
  const found = COURSES.find((one) => one === what);
  if (found) return course(run, symbol, { what: found, url });
  if (what === 'sample' || what === 'heat' || what === 'analysis') {
    return exploration(run, symbol, { what, query });
  }
  return run.best(symbol, query['of']);
}

function frontOf(run: FixtureRun, symbol: string): FrontView {
  const front = createParetoFront();
  for (const evaluation of run.top(symbol, 100_000)) front.add(evaluation);
  const rows = front.rows();
  return { objectives: run.job().objectives ?? [], total: rows.length, rows };
}

const COURSES = ['timeline', 'constraints', 'hypervolume', 'chosen', 'convergence'] as const;

/** What the server finds of how a search went, in its own words. */
function course(
  run: FixtureRun,
  symbol: string,
  { what, url }: { what: (typeof COURSES)[number]; url: string },
) {
  const job = run.job();
  const space = createSpace(job.parameters, job.rules);
  const evaluations = run.top(symbol, 100_000).toSorted((a, b) => a.id - b.id);
  const open = (metrics: readonly string[]) => evaluationCursor(evaluations, space, metrics);
  const { objectives = [] } = job;
  const asked = askedOf(job);
  if (what === 'timeline') return slotTimeline(open([]), { most: 1_500, bins: 300 });
  if (what === 'convergence') return convergence(evaluations, []);
  if (what === 'constraints') {
    return constraintMisses(open(asked.map(({ metric }) => metric)), asked);
  }
  if (what === 'hypervolume') {
    return hypervolumeCourse(open(objectives.map(({ metric }) => metric)), objectives);
  }
  const params = new URL(url).searchParams;
  const where = params.getAll('where').map((text) => {
    const [key = '', low, high] = text.split('~');
    return { key, low: Number(low), high: Number(high) };
  });
  const question = {
    where,
    by: params.get('by') ?? 'fitness',
    order: params.get('order') === 'least' ? ('least' as const) : ('most' as const),
    most: Number(params.get('n') ?? 25),
  };
  const { ids, ...counts } = chooseIds(open(metricsAsked(question)), question);
  const byId = new Map(evaluations.map((one) => [one.id, one]));
  return { ...counts, rows: ids.map((id) => byId.get(id)) };
}

/** What the server finds of all evaluations, in its own words. */
function exploration(
  run: FixtureRun,
  symbol: string,
  { what, query }: { what: 'sample' | 'heat' | 'analysis'; query: Record<string, string> },
) {
  const job = run.job();
  const space = createSpace(job.parameters, job.rules);
  const evaluations = run.top(symbol, 100_000).toSorted((a, b) => a.id - b.id);
  const metrics = ['net_pnl', 'max_drawdown'];
  if (what === 'analysis') {
    return {
      evaluations: evaluations.length,
      importance: importance(evaluations, space),
      stability: stability(evaluations, space),
    };
  }
  using cursor = evaluationCursor(evaluations, space, metrics);
  if (what === 'sample') return sampleSearch(cursor, { most: 3_000, metrics });
  const { x = '', y = '' } = query;
  return heatMap(cursor, { x, y, bins: 40 });
}
