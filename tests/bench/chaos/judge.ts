import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { isAlive, readIdentity } from '../../../runner/executors/process-identity.ts';
import { processesWith } from '../../fixtures/process-tree.ts';
import { HOSTILE } from './chaos-jobs.ts';
import { ourContainers } from './container-faults.ts';
import type { Drops } from './drops.ts';
import { judgeRun, judgeStudies } from './judge-runs.ts';
import { evaluationIn } from './ledger.ts';
import { recompute } from './recompute.ts';
import { recordsNamed, wholeLines } from './run-files.ts';
import { MARK, type World } from './world.ts';

export interface Judged {
  readonly runs: number;
  readonly evaluations: number;
  /** Evaluations that were damaged and made again. */
  readonly again: number;
  /** Backtested again in fresh processes. */
  readonly recomputed: number;
}

/** Checks every promise once nothing runs any more. @param unbroken runs/ of the undisturbed home */
export async function judge(world: World, drops: Drops, unbroken: string): Promise<Judged> {
  const { runs } = world;
  const accuse = world.broken;
  for (const problem of world.ledger.take()) accuse('P1', problem);
  const again = judgeLost(world);
  for (const job of drops.jobs) judgeRun(job, { runs, unbroken }, accuse);
  const records = drops.jobs.flatMap(({ name }) => recordsNamed(runs, name));
  judgeStudies(runs, records, accuse);
  judgeLeftovers(world);
  await judgeContainers(world);
  judgeHostile(world);
  let recomputed = 0;
  for (const record of records) {
    const isAsync = drops.jobs.some(({ name, isAsync }) => isAsync && name === record.name);
    const cacheFolder = join(world.home, '.leantune');
    const { random } = world;
    const count = isAsync ? 100 : 6;
    recomputed += await recompute({ runs, record, count, random, cacheFolder }, accuse);
  }
  return { runs: records.length, evaluations: world.ledger.evaluations, again, recomputed };
}

/** A line that was damaged costs its backtest once more, and nothing else. */
function judgeLost({ ledger, broken }: World): number {
  for (const [key, before] of ledger.lost) {
    const [path = ''] = key.split('#');
    const was = evaluationIn(before);
    const again = wholeLines(path).flatMap(({ text }) => {
      const found = evaluationIn(text);
      return found?.id === was?.id && found?.is_oos === was?.is_oos ? [found] : [];
    });
    if (again.length !== 1)
      broken('P1', `${key} was damaged and stands there ${again.length} times`);
  }
  return ledger.lost.size;
}

function judgeLeftovers({ mark, seen, home, temporary, broken }: World): void {
  const alive = [...seen].filter((text) => {
    const identity = readIdentity(text);
    return identity !== null && isAlive(identity) === true;
  });
  for (const text of alive) broken('P7', `process ${text.split('/')[2]} is still there`);
  for (const { pid } of processesWith(MARK, mark)) broken('P7', `process ${pid} is still there`);
  const files = readdirSync(home, { recursive: true, encoding: 'utf8' });
  for (const name of files.filter((file) => /\.tmp$|\.partial$/.test(file))) {
    broken('P7', `temporary file ${name} is still there`);
  }
  for (const name of readdirSync(temporary)) broken('P7', `temporary ${name} is still there`);
}

async function judgeContainers(world: World): Promise<void> {
  const { docker, bystander, broken } = world;
  if (docker === null || bystander === null) return;
  for (const id of await ourContainers(world)) broken('P7', `container ${id} is still there`);
  const other = await docker.docker
    .getContainer(bystander)
    .inspect()
    .catch(() => null);
  if (other?.State.Running !== true) broken('P7', 'a container of somebody else was ended');
}

/** Whatever was dropped beside them: a bad job has a text beside it. */
function judgeHostile({ home, broken }: World): void {
  for (const file of Object.keys(HOSTILE)) {
    const path = join(home, 'config', file);
    if (existsSync(path) && !existsSync(`${path}.error.txt`)) {
      broken('P8', `${file} is in the drop folder and nothing says what is wrong with it`);
    }
  }
}
