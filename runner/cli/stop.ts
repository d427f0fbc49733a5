import { Command } from 'commander';
import { UNDER_WAY } from '../domain/cut-off.ts';
import { InputError } from '../domain/errors.ts';
import { jsonText } from '../domain/json-text.ts';
import { readLock } from '../run/lock.ts';
import type { RunStore } from '../run/run-store.ts';
import type { CommandContext } from './context.ts';
import { connectDaemon } from './daemon-client.ts';
import { findRun } from './find-run.ts';

export function stopCommand(context: CommandContext): Command {
  return new Command('stop')
    .description('stop a run that the daemon is at, once its backtests in flight have ended')
    .argument('[run]', 'id of the run or its beginning; the one under way where absent')
    .option('--json', 'print one JSON document')
    .addHelpText(
      'after',
      '\nExamples:\n  $ npx leantune stop\n  $ npx leantune stop 20261121_101530\n\n`resume`, or the same job dropped again, goes on from there.\n',
    )
    .action(async (run: string | undefined, { json }: { readonly json?: true }) => {
      const { services, out } = context;
      const { store } = services;
      const url = await daemonOf(store);
      const id = run === undefined ? await underWay(store) : (await findRun(store, run)).record.id;
      await connectDaemon(url, await services.token()).stop(id);
      const message = `Run ${id} is stopping`;
      out.write(json === true ? jsonText({ run: id, message }) : `${message}.\n`);
    });
}

async function daemonOf({ root }: RunStore): Promise<string> {
  const holder = await readLock(root);
  if (holder?.url) return holder.url;
  const found =
    holder === null ? 'none' : `the command of process ${holder.pid}, which Ctrl-C there stops`;
  return refuse('a daemon at work', found);
}

/** What waits its turn is stopped where nothing runs. */
async function underWay(store: RunStore): Promise<string> {
  const { records } = await store.list();
  const stoppable = records.filter(
    ({ state }) => UNDER_WAY.includes(state) && state !== 'stopping',
  );
  const record = stoppable.find(({ state }) => state !== 'queued') ?? stoppable.at(-1);
  return record?.id ?? refuse('a run under way', 'none');
}

function refuse(wanted: string, found: string): never {
  throw new InputError('Cannot stop a run', [{ path: '', wanted, found }]);
}
