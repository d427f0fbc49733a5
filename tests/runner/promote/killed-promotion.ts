// Promotes or rolls back and is killed before its N-th change of the file system.
// Says how many changes it made where it comes to its end.
import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';

const [, , folder = '', action = '', kill = '0'] = process.argv;
const killAt = Number(kill);
let changes = 0;

// biome-ignore lint/suspicious/noExplicitAny: whatever the file system's functions take
type Change = (...args: any[]) => any;

function watch<Owner extends object>(owner: Owner, names: readonly (keyof Owner & string)[]): void {
  for (const name of names) {
    const original = owner[name] as Change;
    const watched = function (this: unknown, ...args: unknown[]): unknown {
      if (++changes === killAt) process.kill(process.pid, 'SIGKILL');
      return original.apply(this, args);
    };
    Object.defineProperty(owner, name, { value: watched, configurable: true });
  }
}

watch(fs, ['openSync', 'writeSync', 'ftruncateSync']);
watch(fs.promises, ['mkdir', 'open', 'rename', 'rm', 'writeFile']);
const handle = await fs.promises.open(process.execPath, 'r');
changes = 0;
watch(Object.getPrototypeOf(handle), ['writeFile', 'sync', 'chmod', 'close']);
syncBuiltinESMExports();

const { openPromotionRecord } = await import('../../../runner/promote/promotion-record.ts');
const { promote } = await import('../../../runner/promote/promote.ts');
const { rollBack } = await import('../../../runner/promote/roll-back.ts');
const { aCandidate, passing, who } = await import('./a-candidate.ts');

const record = openPromotionRecord(`${folder}/promotions`);
const common = { file: `${folder}/live.yaml`, by: who, why: null, force: false };
if (action === 'rollback') await rollBack(record, common);
else await promote(record, { ...common, candidate: aCandidate(Number(action)), checks: passing });
process.stdout.write(String(changes));
