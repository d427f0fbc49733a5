import type { Daemon } from '../daemon/daemon.ts';
import type { Catalog } from '../run/catalog.ts';
import type { RunStore } from '../run/run-store.ts';
import type { MatrixKit } from '../run/symbol-matrix.ts';
import type { JobKit } from './job-kit.ts';
import type { RunBoards } from './run-boards.ts';
import type { RunFinder } from './run-finder.ts';
import type { RunList } from './run-list.ts';

/** What the routes are made of. */
export interface RouteServices {
  readonly store: RunStore;
  readonly daemon: Daemon;
  readonly catalog: Catalog;
  readonly finder: RunFinder;
  readonly boards: RunBoards;
  readonly runList: RunList;
  /** Where candidates for promotion stand. */
  readonly stagingFolder: string;
  /** Where jobs are dropped. */
  readonly configFolder: string;
  /** What backtests a set again; absent where this server is not to. */
  readonly backtests?: MatrixKit | undefined;
  /** Aborted when the server ends: what goes on in the background is given up. */
  readonly closing?: AbortSignal | undefined;
  /** What tells of jobs before they run; absent where this server is not to. */
  readonly jobs?: JobKit | undefined;
  readonly version: string;
  readonly startedAt: string;
  report(error: Error): void;
}
