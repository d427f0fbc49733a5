import { benchAsync } from './async.ts';
import { benchChaos } from './chaos/bench-chaos.ts';
import { benchDispatch } from './dispatch.ts';
import { benchEngine } from './engine.ts';
import { benchGrid } from './grid.ts';
import { benchImport } from './import.ts';
import { benchLean } from './lean.ts';
import { benchMemory } from './memory.ts';
import { benchMinute } from './minute.ts';
import { benchPeers } from './peers.ts';
import { benchPipeline } from './pipeline.ts';
import { benchPruning } from './pruning.ts';
import { benchRun } from './run.ts';
import { benchSamplers } from './samplers.ts';
import { benchSearch } from './search.ts';
import { benchSite } from './site.ts';
import { benchSoak } from './soak/bench-soak.ts';
import { benchSteps } from './steps.ts';
import { benchUniverse } from './universe.ts';

type Bench = (flags: readonly string[]) => Promise<void>;

/** All benches by name, in the order in which they are run. */
export const benches: Readonly<Record<string, Bench>> = {
  engine: benchEngine,
  minute: benchMinute,
  memory: benchMemory,
  import: benchImport,
  pipeline: benchPipeline,
  dispatch: benchDispatch,
  lean: benchLean,
  run: benchRun,
  grid: benchGrid,
  steps: benchSteps,
  universe: benchUniverse,
  async: benchAsync,
  pruning: benchPruning,
  samplers: benchSamplers,
  peers: benchPeers,
  search: benchSearch,
  site: benchSite,
};

/** Those that take longer than one waits, run where they are named: each knows `--help`. */
export const longBenches: Readonly<Record<string, Bench>> = {
  chaos: benchChaos,
  soak: benchSoak,
};
