import { benchDispatch } from './dispatch.ts';
import { benchEngine } from './engine.ts';
import { benchPipeline } from './pipeline.ts';
import { benchRun } from './run.ts';

/** All benches by name, in the order in which they are run. */
export const benches: Readonly<Record<string, () => Promise<void>>> = {
  engine: benchEngine,
  pipeline: benchPipeline,
  dispatch: benchDispatch,
  run: benchRun,
};
