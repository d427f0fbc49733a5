import { strategies } from '../../../harness/embedded/strategies/index.ts';
import { executors } from '../../../runner/executors/index.ts';
import { fitnesses } from '../../../runner/fitness/index.ts';
import { samplers } from '../../../runner/samplers/index.ts';

/** The plug-ins that jobs may name, as the composition root hands them in. */
export const registries = {
  samplers,
  fitnesses,
  executors,
  strategies: Object.keys(strategies),
};
