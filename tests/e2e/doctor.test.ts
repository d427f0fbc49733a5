import { afterAll, expect, it } from 'vitest';
import { temporaryFolder } from '../fixtures/temporary-folder.ts';
import { leantune } from './leantune-process.ts';

const home = temporaryFolder();
afterAll(() => home[Symbol.dispose]());

it('doctor() says what to do where nothing is installed', async () => {
  const settings = { DOCKER_HOST: 'unix:///no/such.sock', LEAN_PATH: '/no/such/lean' };
  const before = { ...process.env };
  Object.assign(process.env, settings);
  const [text, json, wrong] = await Promise.all([
    leantune(home.path, 'doctor'),
    leantune(home.path, 'doctor', '--json', '--executor', 'docker'),
    leantune(home.path, 'doctor', '--executor', 'embedded'),
  ]);
  process.env = before;

  expect(text).toMatchObject({ code: 1, stderr: '' });
  expect(text.stdout).toMatch(/fault {2}Docker +Docker does not answer/);
  expect(text.stdout).toContain('→ install Docker and start it');
  expect(text.stdout).toContain('LEAN cannot run here yet');

  expect(json.code).toBe(1);
  const { ready, checks } = JSON.parse(json.stdout);
  expect(ready).toEqual([]);
  expect(checks.docker.map(({ name }: { name: string }) => name)).toEqual([
    'Docker',
    'image',
    'framework',
    'data folder',
    'reference files',
    'harness build',
    'Python',
    'one backtest',
  ]);
  expect(checks.docker[0]).toMatchObject({ ok: false, advice: expect.any(String) });
  expect(checks.docker.at(-1)).toMatchObject({ ok: null });

  expect(wrong).toMatchObject({ code: 2 });
  expect(wrong.stderr).toContain('one of docker, process');
});
