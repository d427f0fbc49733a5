import { type Parameter, stepOf } from '../domain/parameter.ts';

/** Levels from which on all cells are narrow beside the narrowest kernel, so that tables do not pay. */
const FINE = 500;

/**
 * One parameter as a Parzen mixture sees it. A coordinate is a place in the unit interval where values
 * are continuous, a level elsewhere.
 *
 * `smooth`: densities. `even`: masses of equal cells, from tables. `cells`: masses of cells that are
 * laid out by magnitude or too many for tables. `category`: values without order.
 */
export interface Axis {
  readonly kind: 'smooth' | 'even' | 'cells' | 'category';
  /** 1 where continuous. */
  readonly levels: number;
  /** Where a kernel of that coordinate has its middle. */
  meanOf(x: number): number;
  /** The part of the unit interval that a discrete coordinate stands for. */
  cellOf(x: number): readonly [low: number, high: number];
  /** The coordinate for a place. */
  fromUnit(place: number): number;
}

export function axisOf(parameter: Parameter): Axis {
  const { levels, ordered, definition } = parameter;
  if (levels === null) {
    return {
      kind: 'smooth',
      levels: 1,
      meanOf: (x) => x,
      cellOf: (x) => [x, x],
      fromUnit: (place) => place,
    };
  }
  if (ordered && 'log' in definition && definition.log === true) {
    return magnitudeAxis(parameter, levels);
  }
  const ranked = levels < FINE ? 'even' : 'cells';
  return {
    kind: ordered ? ranked : 'category',
    levels,
    meanOf: (level) => (level + 0.5) / levels,
    cellOf: (level) => [level / levels, (level + 1) / levels],
    fromUnit: (place) => Math.min(levels - 1, Math.floor(place * levels)),
  };
}

function magnitudeAxis(parameter: Parameter, levels: number): Axis {
  const { definition } = parameter;
  const half = 'min' in definition ? (stepOf(definition) ?? 0) / 2 : 0;
  const cellOf = (level: number) => parameter.cellOf(parameter.valueAt(level));
  return {
    kind: 'cells',
    levels,
    cellOf,
    meanOf(level) {
      const [low, high] = cellOf(level);
      const value = Number(parameter.valueAt(level));
      // The value's magnitude, which is not the middle of its cell; a cell that would begin at 0 was cut.
      if (value <= half) return (low + high) / 2;
      const share = Math.log(value / (value - half)) / Math.log((value + half) / (value - half));
      return low + (high - low) * share;
    },
    fromUnit: (place) => parameter.levelOf(parameter.fromUnit(place)),
  };
}
