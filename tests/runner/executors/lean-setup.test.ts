import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { connectDocker } from '../../../runner/executors/docker-connection.ts';
import { executors } from '../../../runner/executors/index.ts';
import { readLeanConfig } from '../../../runner/executors/lean-config.ts';
import {
  identityOfProcess,
  identityText,
  isAlive,
  readIdentity,
} from '../../../runner/executors/process-identity.ts';
import { createExecutor, setupOf } from '../../fixtures/executor-under-test.ts';
import { temporaryFolder } from '../../fixtures/temporary-folder.ts';

let folder: ReturnType<typeof temporaryFolder>;
beforeEach(() => {
  folder = temporaryFolder();
});
afterEach(() => folder[Symbol.dispose]());

describe('prepare() for LEAN', () => {
  it('refuses a data folder without the reference files, and starts nothing', async () => {
    const options = { lean: '/no/such/lean' };
    await using executor = createExecutor(executors.process, { cacheFolder: folder.path, options });
    const setup = {
      ...setupOf(folder.path, 'x'),
      engine: 'lean' as const,
      strategy: 'harness/lean/strategies/sma-cross',
    };
    await expect(executor.prepare(setup)).rejects.toMatchObject({
      problems: [
        { path: 'data', wanted: expect.stringContaining('market-hours-database.json') },
        { path: 'data', wanted: expect.stringContaining('symbol-properties-database.csv') },
      ],
    });
  });
});

describe('readLeanConfig()', () => {
  const write = (text: string): string => {
    const file = join(folder.path, 'config.json');
    writeFileSync(file, text);
    return file;
  };

  it('reads comments and the environment, and leaves out what the job decides', () => {
    const file = write(`{
      // LEAN's own file has comments
      "environment": "backtesting",
      "algorithm-location": "Other.dll",
      "data-folder": "/elsewhere",
      "results-destination-folder": "/elsewhere",
      "maximum-chart-series": 5,
      "environments": { "backtesting": { "maximum-chart-series": 9, "live-mode": false } },
    }`);
    expect(readLeanConfig(file)).toEqual({ 'maximum-chart-series': 9, 'live-mode': false });
  });

  it('says what is wrong with a file', () => {
    expect(() => readLeanConfig(join(folder.path, 'none.json'))).toThrow(
      /wanted a file, found none/,
    );
    expect(() => readLeanConfig(write('{ "a": '))).toThrow(/wanted JSON, found/);
    mkdirSync(join(folder.path, 'sub'));
    expect(() => readLeanConfig(join(folder.path, 'sub'))).toThrow(/wanted a file/);
  });
});

describe('connectDocker()', () => {
  it('does not speak with another machine in the clear', () => {
    expect(() => connectDocker({ host: 'tcp://10.0.0.1:2375' })).toThrow(
      /tls for tcp:\/\/10.0.0.1/,
    );
    expect(() => connectDocker({ host: 'tcp://127.0.0.1:2375' })).not.toThrow();
  });

  it('names the file of a key or a certificate that is missing', () => {
    const tls = { ca: 'ca.pem', cert: 'cert.pem', key: 'key.pem' };
    expect(() => connectDocker({ host: 'tcp://there:2376', tls })).toThrow(/the file "ca.pem"/);
    const key = join(folder.path, 'id');
    expect(() => connectDocker({ host: 'ssh://me@there', key })).toThrow(/the file ".*id"/);
  });
});

describe('isAlive()', () => {
  it('tells this process from one of the same number that was started at another time', () => {
    const own = identityOfProcess(process.pid);
    expect(isAlive(own)).toBe(true);
    expect(isAlive({ ...own, host: 'another' })).toBe(null);
    expect(isAlive({ ...own, boot: 'another' })).toBe(false);
    if (own.started !== '') expect(isAlive({ ...own, started: '1' })).toBe(false);
    expect(readIdentity(identityText(own))).toEqual(own);
    expect(readIdentity('x')).toBe(null);
  });
});
