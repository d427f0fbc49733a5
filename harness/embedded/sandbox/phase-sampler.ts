import { PHASE } from '../engine/phase.ts';

/** A look at all slots costs some 20 µs: half a hundredth of one core. */
const EVERY_MS = 4;
const REPORT_EVERY = 25;
/** Without a single hit in so many looks nothing seems to run; the next task wakes the sampler. */
const MOST_MISSES = 500;

export interface PhaseSampler {
  /** Something begins: look for some time. */
  wake(): void;
}

export interface PhaseSamplerOptions {
  /** What each slot is at. */
  readonly phases: () => readonly number[];
  /** Told what the samples stand for, a few times a second. */
  readonly report: (measuredMs: number, strategyMs: number) => void;
}

/** Finds out what part of the backtests' time their strategy has, by looking from outside now and then. */
export function createPhaseSampler({ phases, report }: PhaseSamplerOptions): PhaseSampler {
  let timer: NodeJS.Timeout | undefined;
  let looks = 0;
  let misses = 0;
  let hits = 0;
  let inStrategy = 0;

  const flush = (): void => {
    if (hits > 0) report(hits * EVERY_MS, inStrategy * EVERY_MS);
    hits = 0;
    inStrategy = 0;
  };

  const look = (): void => {
    const known = phases().filter((phase) => phase !== PHASE.unknown);
    hits += known.length;
    inStrategy += known.filter((phase) => phase === PHASE.strategy).length;
    misses = known.length > 0 ? 0 : misses + 1;
    if (++looks % REPORT_EVERY === 0) flush();
    if (misses < MOST_MISSES) return;
    clearInterval(timer);
    timer = undefined;
  };

  return {
    wake() {
      misses = 0;
      timer ??= setInterval(look, EVERY_MS);
    },
  };
}
