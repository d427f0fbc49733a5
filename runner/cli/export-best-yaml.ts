import type { RunRecord } from '../domain/run-record.ts';
import { bestParameters } from '../report/best-parameters.ts';
import { writeFileAtomic } from '../run/atomic-write.ts';
import type { CommandContext } from './context.ts';
import { bestYaml } from './export-sets.ts';

/** The best set of each symbol of a run that has ended; nothing where none was valid. */
export async function exportBestYaml(
  { services: { store }, err }: CommandContext,
  { id, symbols }: RunRecord,
  file: string,
): Promise<void> {
  if (symbols.every(({ best }) => best === null)) {
    err.write(`${err.style('yellow', 'Warning:')} no set was valid: ${file} was not written\n`);
    return;
  }
  const best = await bestParameters(store, await store.read(id));
  await writeFileAtomic(file, await bestYaml(store, best));
  err.write(`Best parameters: ${file}\n`);
}
