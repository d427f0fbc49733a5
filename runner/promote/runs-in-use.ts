import type { RunUse } from '../run/run-pruner.ts';
import { openPromotionRecord } from './promotion-record.ts';
import { promotionsFolder } from './promotions-folder.ts';
import { openStaging } from './staging.ts';

/** Runs that a promotion or a candidate came from: what they say is looked up there again. */
export async function runsInUse(runsFolder: string, stagingFolder: string): Promise<RunUse[]> {
  const uses: RunUse[] = [];
  for (const { from, file } of await openPromotionRecord(promotionsFolder(runsFolder)).list()) {
    if (from !== null) uses.push({ run: from.run, kind: 'promoted', why: `promoted to ${file}` });
  }
  const staging = openStaging(stagingFolder);
  for (const id of await staging.list()) {
    // Whatever cannot be read as a candidate cannot be promoted either.
    const candidate = await staging.read(id).catch(() => null);
    if (candidate === null) continue;
    uses.push({ run: candidate.run, kind: 'staged', why: `candidate ${id} is of it` });
  }
  return uses;
}
