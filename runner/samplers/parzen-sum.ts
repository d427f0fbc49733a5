import type { Members } from './parzen-members.ts';
import type { Batch, Pass, Terms } from './parzen-terms.ts';

/** A double cannot show e^-37 beside 1. */
const UNSEEN = 37;

/** Kernels that go through the axes together: few enough to stay in the processor's nearest cache. */
const BATCH = 512;

function createBatch(): Batch {
  return { kernels: new Int32Array(BATCH), logs: new Float64Array(BATCH), length: 0 };
}

const all = createBatch();
const near = createBatch();

/** A sum in the making: its log is log(sum) + top. */
interface Sum {
  top: number;
  sum: number;
}

export interface Summands {
  /** By axis, aimed at the points. */
  readonly terms: readonly Terms[];
  /** How many points. */
  readonly points: number;
  /** Logs of what each kernel's density is divided by. */
  readonly norms: Float64Array;
  readonly members: Members;
  readonly prior_weight: number;
}

/**
 * Logs of the weighted sums of kernels and prior at points, by log-sum-exp. Kernels of which all
 * together could not be seen beside the rest are left out: the relative error is below 1e-16.
 */
export function logSums(summands: Summands): Float64Array {
  const { terms, points, norms, members, prior_weight } = summands;
  const margin = UNSEEN + Math.log(members.size + 1);
  const sums = Array.from({ length: points }, (_, point): Sum => {
    return { top: terms.reduce((log, own) => log + own.prior(point), 0), sum: prior_weight };
  });
  const pass: Pass = { from: all, to: near, point: 0, limit: 0 };
  // The newest first: they tend to be near, and the more is known, the more can be left out.
  for (let end = members.size; end > 0; end -= BATCH) {
    fill(all, { end, norms, members });
    for (let point = 0; point < points; point++) {
      const sum = sums[point] as Sum;
      pass.point = point;
      pass.limit = sum.top + Math.log(sum.sum) - margin;
      add(sum, throughAxes(terms, pass), members.weights);
    }
  }
  return Float64Array.from(sums, ({ top, sum }, point) => {
    return terms.reduce((log, own) => log + own.shared(point), top + Math.log(sum));
  });
}

/** The newest kernels before a place, with what they have at their middle. */
function fill(
  batch: Batch,
  { end, norms, members }: Pick<Summands, 'norms' | 'members'> & { end: number },
): void {
  const { sorted } = members;
  batch.length = Math.min(BATCH, end);
  for (let n = 0; n < batch.length; n++) {
    const kernel = sorted[end - 1 - n] as number;
    batch.kernels[n] = kernel;
    batch.logs[n] = -(norms[kernel] as number);
  }
}

/** The kernels that can be seen at the pass's point. */
function throughAxes(terms: readonly Terms[], pass: Pass): Batch {
  pass.from = all;
  for (let axis = 0; axis < terms.length && pass.from.length > 0; axis++) {
    (terms[axis] as Terms).lower(pass);
    pass.from = near;
  }
  return pass.from;
}

function add(total: Sum, { kernels, logs, length }: Batch, weights: Float64Array): void {
  let { top, sum } = total;
  for (let n = 0; n < length; n++) {
    const log = logs[n] as number;
    if (log > top) {
      sum *= Math.exp(top - log);
      top = log;
    }
    sum += (weights[kernels[n] as number] as number) * Math.exp(log - top);
  }
  total.top = top;
  total.sum = sum;
}
