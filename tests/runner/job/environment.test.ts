import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { executors } from '../../../runner/executors/index.ts';
import { createProject, minimal } from './job-project.ts';

/* What the environment settles where a job says nothing: .env.example names all of it. */

const VALUES: Readonly<Record<string, string>> = {
  LEAN_IMAGE: 'mine/lean:2',
  LEAN_DOCKER_NETWORK: 'backtests',
  LEAN_LAUNCHER_WORKDIR: '/opt/lean',
  LEAN_DATA_CONTAINER_PATH: '/opt/data',
  ARTIFACTS_CONTAINER_PATH: '/opt/compiled',
  RESULTS_CONTAINER_PATH: '/opt/results',
  LEAN_PATH: '/home/me/Lean/Launcher/bin/Release',
  RESULTS_SCRATCH_PATH: './results',
};

const variables = Object.entries(executors).flatMap(([kind, plugin]) =>
  Object.entries('environment' in plugin ? plugin.environment : {}).map(
    ([variable, option]) => [variable, kind, option] as const,
  ),
);

describe('JobReader.read()', () => {
  it.each(variables)('takes %s for the executor %s as its %s', async (variable, kind, option) => {
    const value = VALUES[variable];
    expect(value, `a value for ${variable}`).toBeDefined();
    using project = createProject({ [variable]: String(value) });
    const job = await project.job({ ...minimal, engine: 'embedded', executor: kind });
    expect(job.executor.options[option]).toBe(value);

    // A folder of this machine has to be in one that the environment names.
    const stated = `${value}${option === 'lean' || option === 'scratch' ? '/own' : '2'}`;
    const own = { kind, [option]: stated };
    const other = await project.job({ ...minimal, engine: 'embedded', executor: own });
    expect(other.executor.options[option]).toBe(stated);
  });

  it('takes the executor from LEANTUNE_EXECUTOR, and says which there are', async () => {
    using project = createProject({ LEANTUNE_EXECUTOR: 'process' });
    const job = await project.job({ ...minimal, engine: 'embedded' });
    expect(job.executor.name).toBe('process');
    using wrong = createProject({ LEANTUNE_EXECUTOR: 'kubernetes' });
    expect(await wrong.problems(minimal)).toEqual([
      expect.objectContaining({ found: expect.stringContaining('LEANTUNE_EXECUTOR') }),
    ]);
  });

  it('finds a strategy of LEAN by its name in LEAN_WORKSPACE', async () => {
    using workspace = createProject();
    workspace.write('Momentum/Main.cs', 'public class Momentum : QCAlgorithm {}');
    workspace.write('Momentum/config.json', { 'algorithm-language': 'C#', parameters: {} });
    using project = createProject({ LEAN_WORKSPACE: workspace.root });
    const lean = { ...minimal, strategy: 'Momentum', executor: 'process' };
    const job = await project.job(lean);
    expect(job.backtest.strategy).toBe(join(workspace.root, 'Momentum'));
  });
});
