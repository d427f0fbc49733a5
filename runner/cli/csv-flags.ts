import { type Command, InvalidArgumentError, Option } from 'commander';
import type { CsvLayout } from '../domain/csv-layout.ts';

/** Flags by which a user says how a CSV file is written, where that cannot be found. */
export function addCsvFlags(command: Command): Command {
  return command
    .option(
      '--delimiter <character>',
      'what splits the fields, tab for a tab (default: found)',
      delimiterIn,
    )
    .option(
      '--columns <names>',
      'names from left to right, - for one to skip: date,time,open,high,low,close,volume',
      (text: string) => text.split(',').map((name) => name.trim()),
    )
    .option(
      '--date-format <order>',
      'ymd, mdy, dmy, DD/MM/YYYY and the like, unix or unix-ms (default: found)',
    )
    .addOption(
      new Option('--decimal <separator>', 'decimal separator (default: found)').choices(['.', ',']),
    );
}

/** What of all flags says how the file is written. */
export function csvLayoutOf({ delimiter, columns, dateFormat, decimal }: CsvLayout): CsvLayout {
  return {
    ...(delimiter !== undefined && { delimiter }),
    ...(columns !== undefined && { columns }),
    ...(dateFormat !== undefined && { dateFormat }),
    ...(decimal !== undefined && { decimal }),
  };
}

function delimiterIn(text: string): string {
  if (text === 'tab' || text === '\\t') return '\t';
  if ([...text].length !== 1) throw new InvalidArgumentError('Wanted one character, or tab.');
  return text;
}
