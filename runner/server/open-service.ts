import type { DaemonLog } from '../daemon/daemon-log.ts';
import type { Service, ServiceOptions } from '../domain/service.ts';
import { acquireLock } from '../run/lock.ts';
import { ensureToken } from './auth.ts';
import { serveApp } from './serve.ts';
import { appOf, daemonOf, lineLog, type ServiceKit } from './service-kit.ts';

export interface OpenServiceOptions extends ServiceOptions {
  /** Ends what a killed runner has left, before anything new is started. */
  readonly endLeft: (log: DaemonLog) => Promise<void>;
}

/**
 * Takes the runs folder's lock, starts watching the drop folder and serves site and API.
 * @throws LockedError where another process holds the runs folder
 */
export async function openService(
  kit: ServiceKit,
  { host, port, hosts = [], endLeft, ...options }: OpenServiceOptions,
): Promise<Service> {
  await using opened = new AsyncDisposableStack();
  const log = lineLog(options.log);
  const lock = opened.use(await acquireLock(kit.store.root));
  await endLeft(log);
  const token = await ensureToken(kit.localFolder);
  const closing = new AbortController();
  const daemon = daemonOf(kit, log);
  const app = await appOf(kit, daemon, { token, hosts, log, closing: closing.signal });
  opened.defer(() => closing.abort(new Error('The server ends')));
  const served = await serveApp(app, { host, port, token });
  opened.defer(served.close);
  await lock.announce(served.url);
  await daemon.start();
  const held = opened.move();
  return {
    url: served.url,
    async drain() {
      await daemon.drain();
      await held.disposeAsync();
    },
    async stop() {
      await daemon.stop();
      await held.disposeAsync();
    },
  };
}
