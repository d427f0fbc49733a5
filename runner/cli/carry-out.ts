import { jsonText } from '../domain/json-text.ts';
import type { RunRecord } from '../domain/run-record.ts';
import { openAudit } from '../run/audit.ts';
import { acquireLock, readLock } from '../run/lock.ts';
import { ownWho } from '../run/own-who.ts';
import type { Submission } from '../run/runner.ts';
import type { CommandContext } from './context.ts';
import { connectDaemon } from './daemon-client.ts';
import { EXIT, type ExitCode } from './exit-code.ts';
import { exportBestYaml } from './export-best-yaml.ts';
import { followDaemon } from './follow-daemon.ts';
import { type Interrupts, onInterrupt } from './interrupts.ts';
import type { SearchFlags } from './job-flags.ts';
import { readJob } from './job-source.ts';
import type { EndedRun, Order } from './order.ts';
import { planText } from './plan-text.ts';
import { preflightText } from './preflight-text.ts';
import { createProgress } from './progress.ts';
import { requireFolder } from './require-folder.ts';
import { resultText, resultValue } from './result-text.ts';
import { stageBest } from './stage-best.ts';

export interface CarryOutOptions {
  /** One JSON document on stdout, all else on stderr. */
  readonly json: boolean;
  /** File that gets the best parameters as YAML. */
  readonly exportYaml?: string | undefined;
  /** Whether the best is put up for promotion. */
  readonly stage?: boolean;
}

/** What the flags of a search say of it. */
export function howOf(flags: SearchFlags & { readonly json?: true }): CarryOutOptions {
  return { json: flags.json === true, exportYaml: flags.exportYaml, stage: flags.stage === true };
}

/**
 * Runs a search to its end and shows it. A daemon that holds the runs folder gets the order, else
 * this process takes the folder's lock and does it itself.
 */
export async function carryOut(
  context: CommandContext,
  order: Order,
  { json, exportYaml, stage = false }: CarryOutOptions,
): Promise<ExitCode> {
  if (exportYaml !== undefined) await requireFolder(exportYaml, '--export-yaml');
  const shown: CommandContext = json ? { ...context, out: context.err } : context;
  const url = (await readLock(context.services.store.root))?.url ?? null;
  const ended =
    url === null
      ? await runHere(shown, order)
      : await followDaemon(shown, order, connectDaemon(url, await context.services.token()));
  if (ended === null) return EXIT.interrupted;
  await showEnd(context, ended, json);
  if (exportYaml !== undefined) await exportBestYaml(context, ended.record, exportYaml);
  if (stage) await stageBest(context, ended.record);
  return exitCodeOfRun(ended.record);
}

async function runHere(context: CommandContext, order: Order): Promise<EndedRun | null> {
  const { services, out } = context;
  const job = order.kind === 'job' ? await readJob(services.reader, order.source) : null;
  await using _lock = await acquireLock(services.store.root);
  let stop: { drain(reason: string): void; abort(reason: string): void } | undefined;
  using interrupts = onInterrupt({
    drain(signal) {
      out.write('\nStopping when the backtests in flight have ended; once more stops at once.\n');
      stop?.drain(`stopped by ${signal}`);
    },
    abort: (signal) => stop?.abort(`stopped by ${signal}`),
  });
  const submission =
    order.kind === 'resume' || job === null
      ? await services.runner.resume(order.kind === 'resume' ? order.id : '')
      : await services.runner.submit(job, order.source);
  if ('execution' in submission) stop = submission.execution;
  await noteOrder(services.store.root, order, submission);
  // Awaited here: lock and interrupts are held until this function returns.
  return await execute(context, submission, interrupts);
}

/** Where it cannot be noted the run itself will say so: its files are on the same disk. */
async function noteOrder(
  runsFolder: string,
  order: Order,
  { record, kind: outcome }: Submission,
): Promise<void> {
  const what =
    order.kind === 'job' ? { action: 'run', job: order.source.file } : { action: 'resume' };
  const entry = { ...what, subject: record.id, by: ownWho(), outcome };
  await openAudit(runsFolder)
    .note(entry)
    .catch(() => {});
}

async function execute(
  context: CommandContext,
  submission: Submission,
  interrupts: Interrupts,
): Promise<EndedRun | null> {
  const { out } = context;
  const { message } = submission;
  out.write(`${message}.\n`);
  if (!('execution' in submission)) return { record: submission.record, message };
  // Interrupted while strategy and data were read: nothing has begun, and the run can be resumed.
  if (interrupts.count > 0) return null;
  await showPlan(context, submission.record);
  const lacking = submission.preflight?.filter(({ state }) => state !== 'ok') ?? [];
  if (lacking.length > 0) out.write(`${preflightText(lacking)}\n`);
  const progress = createProgress(out, () => performance.now());
  try {
    return { record: await submission.execution.start(progress.listen), message };
  } finally {
    progress.end();
  }
}

async function showPlan({ services, out }: CommandContext, record: RunRecord) {
  const { job } = await services.store.read(record.id);
  out.write(`\n${planText(job, record, out.style)}\n`);
}

async function showEnd(context: CommandContext, ended: EndedRun, json: boolean): Promise<void> {
  const { services, out } = context;
  const { record, message } = ended;
  const { job } = await services.store.read(record.id);
  if (json) {
    const folder = services.store.folder(record.id);
    const result = await resultValue(context, record, job);
    out.write(jsonText({ message, folder, record, ...result }));
    return;
  }
  out.write(`\n${await resultText(context, record, job)}`);
}

/** A strategy of which no backtest came through is broken, whatever the search says of its end. */
function exitCodeOfRun({ state, symbols }: RunRecord): ExitCode {
  if (state === 'stopped' || state === 'stopping') return EXIT.interrupted;
  if (state !== 'complete') return EXIT.failed;
  const broken = symbols.some(
    ({ counts }) => counts.evaluations > 0 && counts.failed === counts.evaluations,
  );
  return broken ? EXIT.failed : EXIT.done;
}
