import { benchDispatch } from './dispatch.ts';
import { benchPipeline } from './pipeline.ts';

/** All benches by name, in the order in which they are run. */
export const benches: Readonly<Record<string, () => Promise<void>>> = {
  pipeline: benchPipeline,
  dispatch: benchDispatch,
};
