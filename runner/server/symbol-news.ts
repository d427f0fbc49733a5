import type { Evaluation } from '../domain/evaluation.ts';
import type { SymbolProgress } from '../domain/run-record.ts';
import type { Message } from './event-stream.ts';
import { isValid, type RunBoard, STATUS_CODES, thinned } from './run-board.ts';
import type { Point, PointsEvent } from './views.ts';

/** What happened to one symbol since the last hand-over. */
export interface SymbolNews {
  add(evaluations: readonly Evaluation[]): void;
  bestChanged(): void;
  /** Hands over `points`, `top` and `best` where they have news, and forgets them. */
  take(progress: SymbolProgress, board: () => Promise<RunBoard>): Promise<readonly Message[]>;
}

const MOST_POINTS = 2_000;
/** Pages draw no more marks than this of a search, one of every so many ids. */
const MOST_MARKS = 8_000;
const MOST_BEST = 200;
const TOP_ROWS = 25;

export function createSymbolNews({ symbol, stages, best, counts }: SymbolProgress): SymbolNews {
  let points: Point[] = [];
  let improvements: [number, number][] = [];
  let isBestNew = false;
  let bestFitness = best?.fitness ?? Number.NEGATIVE_INFINITY;
  let topIds = '';
  let seen = counts.evaluations;
  let told = seen;
  let stride = strideFor(seen);
  let hasNews = false;

  const addOne = (evaluation: Evaluation): void => {
    hasNews = true;
    const { id, fitness, status } = evaluation;
    const isBetter = isValid(evaluation) && fitness > bestFitness;
    if (isBetter) {
      bestFitness = fitness;
      improvements.push([id, fitness]);
    }
    if (!isBetter && id % stride !== 0) return;
    const stage = stages.findIndex(({ name }) => name === evaluation.stage);
    const shown = Number.isFinite(fitness) ? fitness : null;
    points.push([id, shown, Math.max(0, stage), STATUS_CODES[status]]);
  };

  const newTop = async (board: () => Promise<RunBoard>): Promise<Message[]> => {
    const rows = (await board()).top(TOP_ROWS);
    const ids = rows.map(({ id }) => id).join();
    if (ids === topIds) return [];
    topIds = ids;
    return [{ event: 'top', data: { symbol, rows } }];
  };

  return {
    add(evaluations) {
      seen += evaluations.length;
      stride = strideFor(seen);
      for (const evaluation of evaluations) if (!evaluation.is_oos) addOne(evaluation);
      // A client that reads too slowly gets fewer points; it does not cost more memory.
      if (points.length > 2 * MOST_POINTS) points = [...thinned(points, MOST_POINTS)];
      if (improvements.length > 2 * MOST_BEST) improvements = [...thinned(improvements, MOST_BEST)];
    },
    bestChanged() {
      isBestNew = true;
    },
    async take({ counts }, board) {
      const messages: Message[] = isBestNew ? [{ event: 'best', data: { symbol } }] : [];
      isBestNew = false;
      const isNew = hasNews;
      // The record comes apart from the evaluations, and may tell later how many there are.
      if (!isNew && counts.evaluations === told) return messages;
      hasNews = false;
      told = counts.evaluations;
      const ordered = [...thinned(points, MOST_POINTS)].sort(([a], [b]) => a - b);
      const data: PointsEvent = {
        symbol,
        total: told,
        points: ordered,
        best: improvements,
      };
      points = [];
      improvements = [];
      const top = isNew ? await newTop(board) : [];
      return [{ event: 'points', data }, ...top, ...messages];
    },
  };
}

/** How many ids share one mark: a power of two, so that marks stay where they are as a run grows. */
function strideFor(total: number): number {
  return total <= MOST_MARKS ? 1 : 2 ** Math.ceil(Math.log2(total / MOST_MARKS));
}
