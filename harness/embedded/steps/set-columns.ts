import type { ParameterSet, ParameterValue } from '../../../runner/domain/parameter-set.ts';

/** Parameter sets as columns: for each name the values that occur, and which of them each set has. */
export interface SetColumns {
  readonly count: number;
  readonly names: readonly string[];
  /** By name: the values that occur; null stands for absent. */
  readonly levels: readonly (readonly (ParameterValue | null)[])[];
  /** `count` × `names` places in `levels`, set after set. */
  readonly codes: Uint32Array;
}

/** @param codes base64 of the places as 32-bit integers */
export function readSetColumns(source: Omit<SetColumns, 'codes'> & { codes: string }): SetColumns {
  const bytes = Buffer.from(source.codes, 'base64');
  // Copied: a buffer of the pool need not begin at a multiple of four.
  return { ...source, codes: new Uint32Array(Uint8Array.from(bytes).buffer) };
}

export function setAt({ names, levels, codes }: SetColumns, index: number): ParameterSet {
  const params: Record<string, ParameterValue> = {};
  const first = index * names.length;
  for (const [column, name] of names.entries()) {
    const value = levels[column]?.[codes[first + column] as number];
    if (value !== null && value !== undefined) params[name] = value;
  }
  return params;
}
