import { createWriteStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { extname } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Command, Option } from 'commander';
import { studyEvaluations } from '../report/study-evaluations.ts';
import type { CommandContext } from './context.ts';
import { outputFile } from './export-format.ts';
import { requireFolder } from './require-folder.ts';
import { studyReader } from './study-desk.ts';

type Format = 'csv' | 'jsonl';

interface Flags {
  readonly output?: string;
  readonly format?: Format;
  readonly symbol?: string;
}

export function studyExportCommand({ services, out, err }: CommandContext): Command {
  return new Command('export')
    .description('write all evaluations of all its runs')
    .argument('<study>', 'name of the study')
    .option('-o, --output <file>', 'file to write (default: -, which is stdout)')
    .addOption(
      new Option('--format <name>', "csv or jsonl (default: by the file's ending)").choices([
        'csv',
        'jsonl',
      ]),
    )
    .option('--symbol <symbol>', 'of this symbol alone')
    .addHelpText('after', EXAMPLES)
    .action(async (name: string, { output, format, symbol }: Flags) => {
      const file = outputFile(output);
      if (file !== null) await requireFolder(file, '--output');
      const runs = (await studyReader(services).records(name)).map(({ id }) => id);
      const chosen = format ?? (/^\.(jsonl|ndjson)$/.test(extname(file ?? '')) ? 'jsonl' : 'csv');
      const text = studyEvaluations(services.store, runs, { format: chosen, symbol });
      if (file === null) {
        for await (const piece of text) out.write(piece);
        return;
      }
      await writeWhole(file, text);
      err.write(`All evaluations of study "${name}" are in ${file}\n`);
    });
}

/** Readers see the old file or the new one. */
async function writeWhole(file: string, text: AsyncIterable<string>): Promise<void> {
  const temporary = `${file}.${process.pid}.tmp`;
  try {
    await pipeline(Readable.from(text), createWriteStream(temporary, { flush: true }));
    await rename(temporary, file);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}

const EXAMPLES = `
Examples:
  $ npx leantune study export spy -o spy.csv
  $ npx leantune study export spy --format jsonl | jq -c '[.run, .id, .fitness]'
`;
