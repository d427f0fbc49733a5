import type { Parameter } from '../domain/parameter.ts';
import { type Random, randomInt } from '../domain/random.ts';
import { type CellMass, createCellMasses } from './cell-mass.ts';
import { LOG_SQRT_2PI, logNormalMass, truncatedNormal } from './normal.ts';

/**
 * One parameter of a Parzen mixture: a kernel for each observation and, last, the prior.
 * Coordinates are places in the unit interval, or levels where values have no order.
 */
export interface Axis {
  /** A draw from one kernel, in the middle of a value's cell. */
  sample(kernel: number, random: Random): number;
  /** Adds each kernel's log density (log mass, where values are discrete) at x to `sums`. */
  addLogDensity(x: number, sums: Float64Array): void;
}

/** Kernels of Aitchison & Aitken's form: the observed category, and a little of all others. */
export function categoryAxis(levels: number, observed: Float64Array): Axis {
  const prior = observed.length;
  // Each category gets 1/m, the observed one 1 more (m counts the prior), so it fades with time.
  const share = 1 / (prior + 1);
  const total = levels * share + 1;
  const miss = Math.log(share / total);
  const hit = Math.log((share + 1) / total);
  return {
    sample(kernel, random) {
      if (kernel < prior && random() < 1 / total) return observed[kernel] as number;
      return randomInt(random, levels);
    },
    addLogDensity(x, sums) {
      for (let kernel = 0; kernel < prior; kernel++) {
        sums[kernel] = (sums[kernel] as number) + (observed[kernel] === x ? hit : miss);
      }
      sums[prior] = (sums[prior] as number) - Math.log(levels);
    },
  };
}

/** Normal kernels truncated to the unit interval; the prior's is as wide as the interval. */
export function numericAxis(
  parameter: Parameter,
  observed: Float64Array,
  deviations: Float64Array,
): Axis {
  const means = withPrior(observed, 0.5);
  const widths = withPrior(deviations, 1);
  const continuous = parameter.levels === null;
  return {
    sample(kernel, random) {
      const x = truncatedNormal(means[kernel] as number, widths[kernel] as number, random);
      return continuous ? x : parameter.toUnit(parameter.fromUnit(x));
    },
    addLogDensity: continuous
      ? densityOf(means, widths)
      : massOf(cellMassesOf(parameter), distinctKernels(means, widths)),
  };
}

/** Masses computed once serve all models of a parameter. */
const cellMasses = new WeakMap<Parameter, (width: number) => CellMass>();

function cellMassesOf(parameter: Parameter): (width: number) => CellMass {
  const known = cellMasses.get(parameter) ?? createCellMasses(parameter);
  cellMasses.set(parameter, known);
  return known;
}

function withPrior(values: Float64Array, prior: number): Float64Array {
  const all = new Float64Array(values.length + 1);
  all.set(values);
  all[values.length] = prior;
  return all;
}

function densityOf(means: Float64Array, widths: Float64Array): Axis['addLogDensity'] {
  const norms = means.map((mean, kernel) => {
    const width = widths[kernel] as number;
    return Math.log(width) + LOG_SQRT_2PI + logInside(mean, width);
  });
  return (x, sums) => {
    for (let kernel = 0; kernel < sums.length; kernel++) {
      const z = (x - (means[kernel] as number)) / (widths[kernel] as number);
      sums[kernel] = (sums[kernel] as number) - 0.5 * z * z - (norms[kernel] as number);
    }
  };
}

/** log of a kernel's mass between 0 and 1. */
function logInside(mean: number, width: number): number {
  // Beyond 9 deviations nothing is cut off that a double could show.
  if (mean > 9 * width && 1 - mean > 9 * width) return 0;
  return logNormalMass(-mean / width, (1 - mean) / width);
}

interface Kernels {
  readonly means: readonly number[];
  readonly widths: readonly number[];
  /** Which of them each observation has. */
  readonly which: Uint32Array;
}

/** On a grid many observations share a kernel, and each is worth computing but once. */
function distinctKernels(means: Float64Array, widths: Float64Array): Kernels {
  const distinct = { means: [] as number[], widths: [] as number[] };
  const places = new Map<number, number>();
  const which = new Uint32Array(means.length);
  for (let kernel = 0; kernel < means.length; kernel++) {
    const mean = means[kernel] as number;
    const width = widths[kernel] as number;
    // Both to a millionth in one number: kernels closer than that are one.
    const key = Math.round(mean * 2 ** 20) * 2 ** 21 + Math.round(width * 2 ** 20);
    let place = places.get(key);
    if (place === undefined) {
      place = distinct.means.push(mean) - 1;
      distinct.widths.push(width);
      places.set(key, place);
    }
    which[kernel] = place;
  }
  return { ...distinct, which };
}

function massOf(
  massesBy: (width: number) => CellMass,
  { means, widths, which }: Kernels,
): Axis['addLogDensity'] {
  const norms = means.map((mean, kernel) => logInside(mean, widths[kernel] as number));
  const cells = widths.map(massesBy);
  const known = new Map<number, Float64Array>();
  const massesAt = (x: number): Float64Array => {
    const masses = new Float64Array(means.length);
    for (let kernel = 0; kernel < masses.length; kernel++) {
      const mass = (cells[kernel] as CellMass)(x, means[kernel] as number);
      masses[kernel] = mass - (norms[kernel] as number);
    }
    return masses;
  };
  return (x, sums) => {
    const masses = known.get(x) ?? massesAt(x);
    known.set(x, masses);
    for (let kernel = 0; kernel < sums.length; kernel++) {
      sums[kernel] = (sums[kernel] as number) + (masses[which[kernel] as number] as number);
    }
  };
}
