import type { Space } from '../domain/space.ts';
import type { ColumnsFileOptions } from './columns-file.ts';

/** What columns of a space hold: a set's point in the grid says its parameters, where it has one. */
export function columnsOptions(
  space: Space,
  { stages, variations }: Pick<ColumnsFileOptions, 'stages' | 'variations'>,
): Omit<ColumnsFileOptions, 'path'> {
  const parameters = space.pointOf === undefined ? space.parameters : [];
  return { stages, parameters, variations };
}
