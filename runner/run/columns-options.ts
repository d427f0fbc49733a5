import type { Space } from '../domain/space.ts';
import type { ColumnsFileOptions } from './columns-file.ts';

/** What columns of a space hold: a set's point in the grid says its parameters, where it has one. */
export function columnsOptions(
  space: Space,
  { stages, variations, first }: Pick<ColumnsFileOptions, 'stages' | 'variations' | 'first'>,
): Omit<ColumnsFileOptions, 'path'> {
  const parameters = space.pointOf === undefined ? space.parameters : [];
  return { stages, parameters, variations, first };
}
