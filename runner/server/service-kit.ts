import type { OpenAPIHono } from '@hono/zod-openapi';
import { createDaemon, type Daemon, type DaemonOptions } from '../daemon/daemon.ts';
import type { DaemonLog } from '../daemon/daemon-log.ts';
import { openAudit } from '../run/audit.ts';
import { openCatalog } from '../run/catalog.ts';
import type { RunStore } from '../run/run-store.ts';
import { type AppOptions, createApp } from './app.ts';

/** What a daemon and its server are made of, handed in by the composition root. */
export interface ServiceKit
  extends Pick<DaemonOptions, 'configFolder' | 'reader' | 'runner' | 'mostQueued'>,
    Pick<AppOptions, 'siteFolder' | 'stagingFolder' | 'backtests' | 'jobs' | 'version'> {
  readonly store: RunStore;
  /** Where the token stands, and notes of what a killed runner may have left. */
  readonly localFolder: string;
}

export function daemonOf(kit: ServiceKit, log: DaemonLog): Daemon {
  return createDaemon({ ...kit, log, audit: openAudit(kit.store.root) });
}

export interface AppSettings extends Pick<AppOptions, 'token' | 'hosts' | 'closing'> {
  readonly log: DaemonLog;
}

export async function appOf(
  kit: ServiceKit,
  daemon: Daemon,
  { log, ...settings }: AppSettings,
): Promise<OpenAPIHono> {
  return createApp({
    ...kit,
    ...settings,
    daemon,
    catalog: await openCatalog(kit.store.root),
    onError: (error) => log('error', error.stack ?? error.message),
  });
}

/** Says things a line each; what is no mere information bears its level. */
export function lineLog(write: (line: string) => void): DaemonLog {
  return (level, message) => write(level === 'info' ? message : `${level}: ${message}`);
}
