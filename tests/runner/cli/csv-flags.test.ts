import { Command } from 'commander';
import { describe, expect, test } from 'vitest';
import { addCsvFlags, csvLayoutOf } from '../../../runner/cli/csv-flags.ts';

function layout(...flags: string[]) {
  const command = addCsvFlags(new Command('import')).exitOverride();
  command.configureOutput({ writeErr: () => {} });
  return csvLayoutOf(command.parse(flags, { from: 'user' }).opts());
}

describe('addCsvFlags()', () => {
  test('reads what is given and leaves the rest to be found', () => {
    expect(layout()).toEqual({});
    expect(layout('--columns', 'date, -,close', '--date-format', 'dmy', '--decimal', ',')).toEqual({
      columns: ['date', '-', 'close'],
      dateFormat: 'dmy',
      decimal: ',',
    });
  });

  test.each([
    ['tab', '\t'],
    ['\\t', '\t'],
    [';', ';'],
  ])('reads the delimiter %s', (text, delimiter) => {
    expect(layout('--delimiter', text)).toEqual({ delimiter });
  });

  test('refuses a delimiter of several characters', () => {
    expect(() => layout('--delimiter', ';;')).toThrow(/Wanted one character, or tab/);
  });
});
