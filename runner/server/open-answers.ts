import { ensureToken } from './auth.ts';
import { appOf, daemonOf, lineLog, type ServiceKit } from './service-kit.ts';

/** The API over a daemon that is never started: it reads what is on the disk, and hears nobody. */
export async function openAnswers(
  kit: ServiceKit,
  write: (line: string) => void,
): Promise<(path: string) => Promise<Response>> {
  const log = lineLog(write);
  const token = await ensureToken(kit.localFolder);
  const app = await appOf(kit, daemonOf(kit, log), { token, hosts: [], log });
  return async (path) => await app.request(new URL(path, 'http://localhost'));
}
