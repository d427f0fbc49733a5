import { Command } from 'commander';
import { InputError } from '../domain/errors.ts';
import type { RunStore } from '../run/run-store.ts';
import { carryOut } from './carry-out.ts';
import type { CommandContext } from './context.ts';
import { findRun } from './find-run.ts';

export function resumeCommand(context: CommandContext): Command {
  return new Command('resume')
    .description('go on with a run that was cut off')
    .argument('[run]', 'id of the run or its beginning; the newest unfinished one where absent')
    .option('--json', 'print one JSON document, progress on stderr')
    .addHelpText(
      'after',
      '\nExamples:\n  $ npx leantune resume\n  $ npx leantune resume 20261121_101530\n',
    )
    .action(async (run: string | undefined, options: { readonly json?: true }) => {
      const { store } = context.services;
      const id =
        run === undefined ? await newestUnfinished(store) : (await findRun(store, run)).record.id;
      context.finish(
        await carryOut(context, { kind: 'resume', id }, { json: options.json === true }),
      );
    });
}

async function newestUnfinished(store: RunStore): Promise<string> {
  const { records } = await store.list();
  const record = records.find(({ state }) => state !== 'complete');
  if (record === undefined) {
    const found = records.length === 0 ? 'no runs at all' : 'only complete ones';
    throw new InputError('Cannot resume', [{ path: '', wanted: 'an unfinished run', found }]);
  }
  return record.id;
}
