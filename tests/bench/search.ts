import { spawnSync } from 'node:child_process';
import { join, resolve } from 'node:path';
import { temporaryFolder } from '../fixtures/temporary-folder.ts';

const root = resolve(import.meta.dirname, '../..');

/**
 * All samplers by the protocol of the reference figures: `leantune bench-samplers`, with nothing
 * kept. Its flags can be given, such as `--samplers=auto,tpe --functions=grid6 --seeds=20 --alike`;
 * without any it is the usual comparison.
 */
export async function benchSearch(): Promise<void> {
  using folder = temporaryFolder();
  const flags = process.argv.slice(2).filter((word) => word.startsWith('--'));
  const command = [join(root, 'runner/main.ts'), 'bench-samplers'];
  const kept = ['--out', join(folder.path, 'searches.jsonl')];
  const { status } = spawnSync(process.execPath, [...command, ...flags, ...kept], {
    cwd: root,
    stdio: 'inherit',
  });
  if (status !== 0) throw new Error(`Cannot bench samplers: the command ended with ${status}`);
}
