import { strategies } from '../../../harness/embedded/strategies/index.ts';
import { executors } from '../../../runner/executors/index.ts';
import { fitnesses } from '../../../runner/fitness/index.ts';
import { channels } from '../../../runner/notify/index.ts';
import { samplers } from '../../../runner/samplers/index.ts';

/** The plug-ins that jobs may name, as the composition root hands them in. */
export const registries = {
  samplers,
  fitnesses,
  executors,
  channels,
  strategies: Object.keys(strategies),
};
