import type { ParameterSet, ParameterValue } from '../../../runner/domain/parameter-set.ts';
import { convertValue } from '../engine/convert-value.ts';
import type { SetColumns } from './set-columns.ts';
import type { Values } from './step-strategy.ts';

/** Gives every value of a parameter a small number, so that sets are compared by numbers. */
export interface ParameterIds {
  /** The parameters, in the order of their places in `ids`. */
  readonly names: readonly string[];
  /** Makes the sets of a chunk known; their ids are then had by `load`. */
  bind(columns: SetColumns): void;
  /** Puts the ids of a set's values into `ids`. @throws Error where a value cannot be read */
  load(index: number, ids: Int32Array): void;
  /** The same for a set by itself. @throws Error where a value cannot be read */
  loadSet(params: ParameterSet, ids: Int32Array): void;
  /** The value that an id stands for. */
  value(place: number, id: number): ParameterValue;
}

interface Source {
  readonly names: readonly string[];
  readonly defaults: Values;
  /** Parameters that no set tunes. */
  readonly fixed: Values;
}

export function createParameterIds({ names, defaults, fixed }: Source): ParameterIds {
  const known = names.map(() => new Map<ParameterValue, number>());
  const values = names.map((): ParameterValue[] => []);

  const idOf = (place: number, given: ParameterValue | null | undefined): number => {
    const name = names[place] as string;
    const fallback = defaults[name] as ParameterValue;
    const value = convertValue(name, given ?? fixed[name] ?? fallback, fallback);
    const ids = known[place] as Map<ParameterValue, number>;
    const found = ids.get(value);
    if (found !== undefined) return found;
    const id = ids.size;
    ids.set(value, id);
    (values[place] as ParameterValue[]).push(value);
    return id;
  };

  /** By place: ids of the chunk's levels, or the error that reading one gave. */
  let bound: (Int32Array | null)[] = [];
  let errors = new Map<string, unknown>();
  let columnOf: number[] = [];
  let codes: SetColumns['codes'] = new Uint32Array();
  let width = 0;
  const constants = new Int32Array(names.length);

  const bindLevels = (place: number, levels: SetColumns['levels'][number]): Int32Array =>
    Int32Array.from(levels, (level, code) => {
      try {
        return idOf(place, level);
      } catch (error) {
        errors.set(`${place}:${code}`, error);
        return -1;
      }
    });

  return {
    names,
    bind(columns) {
      errors = new Map();
      codes = columns.codes;
      width = columns.names.length;
      columnOf = names.map((name) => columns.names.indexOf(name));
      bound = names.map((_, place) => {
        const column = columnOf[place] as number;
        if (column === -1) constants[place] = idOf(place, undefined);
        return column === -1 ? null : bindLevels(place, columns.levels[column] ?? []);
      });
    },
    load(index, ids) {
      const first = index * width;
      for (let place = 0; place < ids.length; place++) {
        const levels = bound[place];
        if (levels === null || levels === undefined) {
          ids[place] = constants[place] as number;
          continue;
        }
        const code = codes[first + (columnOf[place] as number)] as number;
        const id = levels[code] as number;
        if (id === -1) throw errors.get(`${place}:${code}`);
        ids[place] = id;
      }
    },
    loadSet(params, ids) {
      for (let place = 0; place < ids.length; place++) {
        ids[place] = idOf(place, params[names[place] as string]);
      }
    },
    value: (place, id) => values[place]?.[id] as ParameterValue,
  };
}
