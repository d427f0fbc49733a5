import { afterEach, describe, expect, test, vi } from 'vitest';
import { runProgram } from '../../../runner/cli/program.ts';
import type { Services } from '../../../runner/cli/services.ts';
import type { ServiceOptions } from '../../../runner/domain/service.ts';
import { recordingScreen } from './recorded-run.ts';

/** What a service would have been opened with; it cannot be, so that the command ends. */
async function opened(...args: string[]) {
  const [out, err] = [recordingScreen(), recordingScreen()];
  let asked: ServiceOptions | null = null;
  const services = {
    version: '1',
    runner: { [Symbol.asyncDispose]: async () => {} },
    async openService(options: ServiceOptions) {
      asked = options;
      throw new Error('not here');
    },
  } as unknown as Services;
  const code = await runProgram(services, ['serve', ...args], { out, err });
  return { code, err: err.text(), asked: asked as ServiceOptions | null };
}

describe('leantune serve', () => {
  afterEach(() => void vi.unstubAllEnvs());

  test('listens on loopback alone and answers to no other name, unless told', async () => {
    vi.stubEnv('LEANTUNE_HOSTS', undefined);
    expect((await opened()).asked).toMatchObject({ host: '127.0.0.1', hosts: [] });
    const { asked } = await opened('--host', '0.0.0.0', '--allow-host', 'Box.lan:8899,[::2]:80');
    expect(asked).toMatchObject({ host: '0.0.0.0', hosts: ['box.lan:8899', '[::2]:80'] });
  });

  test('takes names from the environment, where gaps are none', async () => {
    vi.stubEnv('LEANTUNE_HOSTS', 'localhost:9000, desk.example,');
    expect((await opened()).asked?.hosts).toEqual(['localhost:9000', 'desk.example']);
  });

  test('refuses what is no name', async () => {
    const { code, err } = await opened('--allow-host', 'http://box.lan');
    expect(code).toBe(2);
    expect(err).toContain('found "http://box.lan"');
  });
});
