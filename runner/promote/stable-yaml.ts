import { stringify } from 'yaml';
import { withPoints } from '../report/parameters-yaml.ts';

/**
 * The same value gives the same bytes. Most readers are of YAML 1.1, to which a run's id without
 * quotes is a number.
 */
export function stableYaml(value: object): string {
  const text = stringify(value, {
    version: '1.1',
    sortMapEntries: true,
    lineWidth: 0,
    aliasDuplicateObjects: false,
  });
  return withPoints(text);
}
