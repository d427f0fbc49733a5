import { join } from 'node:path';
import { Command } from 'commander';
import { jsonText } from '../domain/json-text.ts';
import type { Verification } from '../domain/verification.ts';
import { verificationText } from '../domain/verification-text.ts';
import { bestParameters } from '../report/best-parameters.ts';
import { openAudit } from '../run/audit.ts';
import { ownWho } from '../run/own-who.ts';
import { placeOf } from '../run/place-of.ts';
import { addVerification } from '../run/verifications.ts';
import { verifySet } from '../run/verify-set.ts';
import type { CommandContext } from './context.ts';
import { EXIT } from './exit-code.ts';
import { findRun, type StoredRun } from './find-run.ts';
import { onInterrupt } from './interrupts.ts';
import { otherExecutorJob } from './other-executor-job.ts';
import { evaluationId } from './stage.ts';

interface VerifyFlags {
  readonly symbol?: string;
  readonly evaluation?: number;
  readonly executor?: string;
  readonly json?: true;
}

interface Verified extends Verification {
  readonly symbol: string;
}

export function verifyCommand(context: CommandContext): Command {
  return new Command('verify')
    .description('backtest the best of a run again in a fresh process, or on LEAN itself')
    .argument('<run>', 'id of the run, its beginning, or latest')
    .option('--symbol <symbol>', 'of this symbol alone')
    .option('--evaluation <id>', 'this evaluation in place of the best', evaluationId)
    .option('--executor <kind>', 'what carries it out: process or docker run LEAN itself')
    .option('--json', 'print one JSON document')
    .addHelpText('after', EXAMPLES)
    .action(async (run: string, flags: VerifyFlags) => {
      const { services, out } = context;
      const stored = await findRun(services.store, run);
      const verified = await verifyChosen(context, stored, flags);
      if (verified === null) {
        context.finish(EXIT.interrupted);
        return;
      }
      await noteVerified(services.store.root, stored.record.id, verified);
      if (verified.some(({ equal }) => !equal)) context.finish(EXIT.failed);
      if (flags.json === true) out.write(jsonText({ run: stored.record.id, verified }));
      else for (const one of verified) out.write(`${lineOf(one, stored.record.id)}\n`);
    });
}

/** The run's files say more now than before. What cannot be noted was verified all the same. */
async function noteVerified(root: string, run: string, verified: readonly Verified[]) {
  const sets = verified.map(({ symbol, evaluation }) => `${symbol}#${evaluation}`).join(', ');
  const entry = { action: 'verify', subject: run, by: ownWho(), sets };
  await openAudit(root)
    .note(entry)
    .catch(() => {});
}

/** Null where the user would not wait. */
async function verifyChosen(
  context: CommandContext,
  stored: StoredRun,
  flags: VerifyFlags,
): Promise<readonly Verified[] | null> {
  const { services, err } = context;
  const { sets } = await bestParameters(services.store, stored, flags);
  const job = await otherExecutorJob(services, stored, flags.executor);
  const controller = new AbortController();
  const abort = () => controller.abort(new Error('Interrupted'));
  using interrupts = onInterrupt({ drain: abort, abort });
  try {
    await using executor = services.createExecutor({ ...job, slots: 1 }, (text) => err.write(text));
    await executor.start();
    const verified: Verified[] = [];
    for (const { symbol, folder, evaluation } of sets) {
      const place = placeOf({ symbol }, job, executor);
      await place.executor.prepare(place.setup);
      const foundBy = stored.job.backtest.engine ?? 'embedded';
      const name = job.executor.name;
      const options = { ...place, name, foundBy, signal: controller.signal };
      const verification = await verifySet(evaluation, options);
      const own = join(services.store.folder(stored.record.id), folder);
      await addVerification(own, verification);
      verified.push({ symbol, ...verification });
    }
    return verified;
  } catch (error) {
    if (interrupts.count > 0) return null;
    throw error;
  }
}

function lineOf(verified: Verified, run: string): string {
  const { symbol, evaluation } = verified;
  return `${symbol}: evaluation ${evaluation} of ${run} ${verificationText(verified)}`;
}

const EXAMPLES = `
Examples:
  $ npx leantune verify latest
  $ npx leantune verify latest --executor docker
  $ npx leantune verify 20261121_101530 --symbol SPY --evaluation 137

What it finds is kept beside the run. Exit codes: 0 equal, 1 differs or failed, 2 bad input.
`;
