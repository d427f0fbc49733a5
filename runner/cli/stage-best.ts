import type { Job } from '../domain/job.ts';
import type { RunRecord } from '../domain/run-record.ts';
import type { Candidate } from '../promote/candidate.ts';
import { stageCandidate } from '../promote/stage-candidate.ts';
import { type StageChoice, stagedSet } from '../promote/staged-set.ts';
import { ownWho } from '../run/own-who.ts';
import type { CommandContext } from './context.ts';
import { type DeskFlags, promotionDesk } from './promotion-desk.ts';
import type { Services } from './services.ts';

export interface SetToStage extends StageChoice, DeskFlags {
  readonly run: { readonly record: RunRecord; readonly job: Job };
}

/** Puts a set of a run up for promotion, and notes who asked for it. */
export async function stageSet(
  services: Services,
  { run, symbol, evaluation, staging: folder }: SetToStage,
): Promise<{ candidate: Candidate; file: string }> {
  const set = await stagedSet(services.store, run, { symbol, evaluation });
  const { staging, note } = promotionDesk(
    services,
    folder === undefined ? {} : { staging: folder },
  );
  const staged = await stageCandidate(staging, set, ownWho());
  const { id, run: of } = staged.candidate;
  await note({ action: 'stage', subject: id, run: of });
  return staged;
}

/** `--stage`: the best set of each symbol of a search that has ended; says where there is none. */
export async function stageBest(
  { services, err }: CommandContext,
  { id, state, symbols }: RunRecord,
): Promise<void> {
  const warn = (why: string) =>
    err.write(`${err.style('yellow', 'Warning:')} ${why}: nothing was staged\n`);
  if (state !== 'complete') {
    warn(`the search is ${state}`);
    return;
  }
  const found = symbols.filter(({ best }) => best !== null);
  if (found.length === 0) {
    warn('no set was valid');
    return;
  }
  const run = await services.store.read(id);
  for (const { symbol } of found) {
    const { candidate, file } = await stageSet(services, { run, symbol });
    err.write(`Candidate ${candidate.id}, ${symbol}: ${file}\n`);
  }
}
