import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { openRunStore } from '../../../runner/run/run-store.ts';
import { temporaryFolder } from '../../fixtures/temporary-folder.ts';
import { aRunner, finish, job, source } from './a-runner.ts';

describe('RunStore.list()', () => {
  test.each(['{"v":1,', '{"v":1}', 'null', '{"v":2}'])(
    'names broken folders beside the good ones: %s',
    async (found) => {
      using folder = temporaryFolder();
      const { runner, store } = aRunner(folder.path);
      await using _ = runner;
      const good = await finish(await runner.submit(job, source));
      const bad = await runner.submit({ ...job, seed: 8 }, source);
      writeFileSync(join(store.folder(bad.record.id), 'run.json'), found);
      expect(await store.list()).toMatchObject({
        records: [{ id: good.id }],
        broken: [{ id: bad.record.id }],
      });
    },
  );

  test.each(['../etc', '20261121_10153', '', '20261121_101530/..'])(
    'folder(%j) is refused',
    (id) => {
      expect(() => openRunStore('runs').folder(id)).toThrow(RangeError);
    },
  );
});
