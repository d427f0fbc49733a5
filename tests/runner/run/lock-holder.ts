/** Tries to take the lock of a folder, says how it went in one line and lives until it is ended. */
import { acquireLock } from '../../../runner/run/lock.ts';

try {
  await acquireLock(process.argv[2] as string);
  console.log('held');
} catch (error) {
  console.log(error instanceof Error ? error.message : error);
}
process.stdin.resume();
