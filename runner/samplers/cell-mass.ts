import type { Parameter } from '../domain/parameter.ts';
import { LOG_SQRT_2PI, logNormalMass } from './normal.ts';

/** Cells narrower than this many deviations are as good as their middle. */
const NARROW = 0.1;

/** Widths whose tables are kept; a search soon uses the same few. */
const MOST_TABLES = 64;

/** log(Φ(b) − Φ(a)), for narrow cells by the midpoint rule and its first correction. */
function logCellMass(a: number, b: number): number {
  const h = b - a;
  if (h > NARROW) return logNormalMass(a, b);
  const z = 0.5 * (a + b);
  return Math.log(h) - LOG_SQRT_2PI - 0.5 * z * z + Math.log1p((h * h * (z * z - 1)) / 24);
}

/** log of the mass that a normal kernel has in the cell around x. */
export type CellMass = (x: number, mean: number, width: number) => number;

/**
 * The masses of a stepped parameter's cells. On an even grid they depend on the number of cells
 * between x and the mean alone, so each is computed once for a width.
 */
export function createCellMass(parameter: Parameter): CellMass {
  const { definition, levels } = parameter;
  const even = !('log' in definition && definition.log === true);
  return even && levels !== null ? evenCells(levels) : unevenCells(parameter);
}

function unevenCells(parameter: Parameter): CellMass {
  return (x, mean, width) => {
    const [low, high] = parameter.cellOf(parameter.fromUnit(x));
    return logCellMass((low - mean) / width, (high - mean) / width);
  };
}

function evenCells(levels: number): CellMass {
  const tables = new Map<number, Map<number, number>>();
  return (x, mean, width) => {
    // Half cells, since the prior's mean may lie on a border.
    const apart = Math.round(2 * levels * Math.abs(x - mean));
    let table = tables.get(width);
    if (table === undefined) {
      if (tables.size >= MOST_TABLES) tables.clear();
      table = new Map();
      tables.set(width, table);
    }
    let mass = table.get(apart);
    if (mass === undefined) {
      const middle = apart / 2;
      mass = logCellMass((middle - 0.5) / (levels * width), (middle + 0.5) / (levels * width));
      table.set(apart, mass);
    }
    return mass;
  };
}
