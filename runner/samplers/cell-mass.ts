import type { Parameter } from '../domain/parameter.ts';
import { LOG_SQRT_2PI, logNormalMass } from './normal.ts';

/** Cells narrower than this many deviations are as good as their middle. */
const NARROW = 0.1;

/** Widths whose tables are kept; a search soon uses the same few. */
const MOST_TABLES = 64;

/** Levels of the finest grid that is worth a table. */
const MOST_EVEN = 10_000;

/** log(Φ(b) − Φ(a)), for narrow cells by the midpoint rule and its first correction. */
function logCellMass(a: number, b: number): number {
  const h = b - a;
  if (h > NARROW) return logNormalMass(a, b);
  const z = 0.5 * (a + b);
  return Math.log(h) - LOG_SQRT_2PI - 0.5 * z * z + Math.log1p((h * h * (z * z - 1)) / 24);
}

/** log of the mass that a normal kernel around `mean` has in the cell around x. */
export type CellMass = (x: number, mean: number) => number;

/**
 * The masses of a stepped parameter's cells, by the width of the kernel. On an even grid they depend
 * on the number of cells between x and the mean alone, so each is computed once for a width.
 */
export function createCellMasses(parameter: Parameter): (width: number) => CellMass {
  const { definition, levels } = parameter;
  const even = !('log' in definition && definition.log === true);
  if (!even || levels === null || levels > MOST_EVEN)
    return (width) => unevenCells(parameter, width);
  const known = new Map<number, CellMass>();
  return (width) => {
    const cells = known.get(width) ?? evenCells(levels, width);
    if (known.size >= MOST_TABLES) known.clear();
    known.set(width, cells);
    return cells;
  };
}

function unevenCells(parameter: Parameter, width: number): CellMass {
  return (x, mean) => {
    const [low, high] = parameter.cellOf(parameter.fromUnit(x));
    return logCellMass((low - mean) / width, (high - mean) / width);
  };
}

function evenCells(levels: number, width: number): CellMass {
  // By half cells, since the prior's mean may lie on a border; NaN is not computed yet.
  const masses = new Float64Array(2 * levels + 1).fill(Number.NaN);
  const deviations = levels * width;
  return (x, mean) => {
    const apart = Math.round(2 * levels * Math.abs(x - mean));
    const known = masses[apart] as number;
    if (!Number.isNaN(known)) return known;
    const mass = logCellMass((apart / 2 - 0.5) / deviations, (apart / 2 + 0.5) / deviations);
    masses[apart] = mass;
    return mass;
  };
}
