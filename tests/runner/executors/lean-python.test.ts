import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { executors } from '../../../runner/executors/index.ts';
import { imagePython, localPython } from '../../../runner/executors/lean-python.ts';
import { createExecutor, setupOf } from '../../fixtures/executor-under-test.ts';
import { temporaryFolder } from '../../fixtures/temporary-folder.ts';

let folder: ReturnType<typeof temporaryFolder>;
beforeEach(() => {
  folder = temporaryFolder();
});
afterEach(() => {
  folder[Symbol.dispose]();
  vi.unstubAllEnvs();
});

function write(name: string, text = ''): string {
  const file = join(folder.path, name);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
  return file;
}

describe('prepare() of a strategy in Python', () => {
  it('refuses where LEAN is told of no Python, and builds nothing', async () => {
    vi.stubEnv('PYTHONNET_PYDLL', undefined);
    write('lean/QuantConnect.Lean.Engine.dll');
    write('data/market-hours/market-hours-database.json');
    write('data/symbol-properties/symbol-properties-database.csv');
    const strategy = write('cross.py', 'class Cross(QCAlgorithm):\n    pass\n');
    const options = { lean: join(folder.path, 'lean') };
    await using executor = createExecutor(executors.process, { cacheFolder: folder.path, options });
    const setup = { ...setupOf(join(folder.path, 'data'), 'x'), engine: 'lean' as const, strategy };
    await expect(executor.prepare(setup)).rejects.toMatchObject({
      problems: [{ path: 'strategy', found: 'no PYTHONNET_PYDLL' }],
    });
  });
});

describe('localPython()', () => {
  it('takes a library that is there, or one that the loader knows by name', () => {
    const library = write('libpython3.so');
    expect(localPython({ PYTHONNET_PYDLL: library })).toBe(library);
    expect(localPython({ PYTHONNET_PYDLL: 'libpython3.so' })).toBe('libpython3.so');
  });

  it('names a library that is not there', () => {
    const missing = join(folder.path, 'no.so');
    expect(() => localPython({ PYTHONNET_PYDLL: missing })).toThrow(`found no file "${missing}"`);
  });
});

describe('imagePython()', () => {
  it('reads the variables of the image, and names one that has none', () => {
    expect(imagePython('lean', ['PATH=/bin', 'PYTHONNET_PYDLL=/opt/libpython.so'])).toBe(
      '/opt/libpython.so',
    );
    expect(() => imagePython('lean:9', ['PATH=/bin'])).toThrow(
      /wanted an image that sets PYTHONNET_PYDLL.*, found lean:9, which does not/,
    );
  });
});
