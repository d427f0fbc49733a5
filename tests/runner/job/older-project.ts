import type { Job } from '../../../runner/domain/job.ts';
import { createProject } from './job-project.ts';

export const dates = { startDate: '20050101', endDate: '20151231', InitialCash: '100000' };

/** A file of an older tool that others name. */
export const base = {
  base_params: { ...dates, mode: 'x' },
  fitness: { name: 'calmar', min_trades: '10' },
  stages: { lhs: { enabled: true, n_samples: 5 } },
  worker_count: 3,
};

/** A project that has it, and its parameter space. */
export function createOlderProject() {
  const project = createProject({ LEANTUNE_STRATEGY: 'sma-cross' });
  project.write('config/parameter_space.json', {
    parameters: [{ name: 'fast', min: 5, max: 40, step: 5, type: 'int' }],
  });
  project.write('config/base.json', base);
  return project;
}

export const runsOf = ({ symbols, slots, symbolsParallel }: Job) => ({
  symbols,
  slots,
  symbolsParallel,
});
