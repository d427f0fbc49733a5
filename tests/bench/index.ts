import { benchAsync } from './async.ts';
import { benchDispatch } from './dispatch.ts';
import { benchEngine } from './engine.ts';
import { benchGrid } from './grid.ts';
import { benchImport } from './import.ts';
import { benchLean } from './lean.ts';
import { benchMinute } from './minute.ts';
import { benchPeers } from './peers.ts';
import { benchPipeline } from './pipeline.ts';
import { benchPruning } from './pruning.ts';
import { benchRun } from './run.ts';
import { benchSamplers } from './samplers.ts';
import { benchSearch } from './search.ts';
import { benchSteps } from './steps.ts';
import { benchUniverse } from './universe.ts';

/** All benches by name, in the order in which they are run. */
export const benches: Readonly<Record<string, () => Promise<void>>> = {
  engine: benchEngine,
  minute: benchMinute,
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
};
