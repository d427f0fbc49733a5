import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { basename, extname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { UNDER_WAY } from '../domain/cut-off.ts';
import type { RunRecord } from '../domain/run-record.ts';
import type { JobSource } from '../run/runner.ts';
import type { CommandContext } from './context.ts';
import type { DaemonClient } from './daemon-client.ts';
import { onInterrupt } from './interrupts.ts';
import { followLog, type LogFollower } from './log-follower.ts';
import type { EndedRun, Order } from './order.ts';
import { planText } from './plan-text.ts';
import { createProgress } from './progress.ts';

const POLL_MS = 300;

/**
 * Hands the order to the daemon that holds the runs folder and watches its run. An interrupt stops
 * the run, as it would if this process had it.
 *
 * @returns null where the user would not wait for the daemon to stop it
 */
export async function followDaemon(
  context: CommandContext,
  order: Order,
  daemon: DaemonClient,
): Promise<EndedRun | null> {
  const { out, services } = context;
  const rush = new AbortController();
  let run: string | null = null;
  const stop = () => {
    if (run !== null) daemon.stop(run).catch(() => {});
  };
  using interrupts = onInterrupt({
    drain() {
      out.write('\nAsking the daemon to stop the run; once more does not wait for it.\n');
      stop();
    },
    abort() {
      stop();
      rush.abort();
    },
  });
  const since = new Date().toISOString();
  const taken =
    order.kind === 'job'
      ? await daemon.submit(await asDropped(order.source, join(services.home, 'config')))
      : await daemon.resume(order.id);
  run = taken.run;
  if (interrupts.count > 0) stop();
  out.write(`${taken.message} (handed to the daemon at ${daemon.url})\n`);
  const { record, job } = await services.store.read(run);
  out.write(`\n${planText(job, record, out.style)}\n`);
  const log = followLog(join(services.store.folder(run), 'log.jsonl'), run, since);
  const ended = await watch(context, { daemon, run, log }, rush.signal);
  return ended === null ? null : { record: ended, message: taken.message };
}

/** The name that the job gets in the drop folder; another job's file of that name is left alone. */
async function asDropped({ file, text }: JobSource, configFolder: string): Promise<JobSource> {
  const name = basename(file);
  const there = await readFile(join(configFolder, name), 'utf8').catch(() => text);
  if (there === text) return { file: name, text };
  const ending = extname(name);
  const hash = createHash('sha256').update(text).digest('hex').slice(0, 8);
  return { file: `${basename(name, ending)}-${hash}${ending}`, text };
}

interface Watched {
  readonly daemon: DaemonClient;
  readonly run: string;
  /** What the daemon says of the run: its warnings belong on this screen, too. */
  readonly log: LogFollower;
}

async function watch(
  { out }: CommandContext,
  { daemon, run, log }: Watched,
  signal: AbortSignal,
): Promise<RunRecord | null> {
  const progress = createProgress(out, () => performance.now());
  try {
    for (;;) {
      const record = await daemon.record(run);
      for (const event of log.next()) progress.listen(event);
      progress.listen({ type: 'record', record });
      if (!UNDER_WAY.includes(record.state)) return record;
      await sleep(POLL_MS, undefined, { signal });
    }
  } catch (error) {
    if (signal.aborted) return null;
    throw error;
  } finally {
    progress.end();
  }
}
