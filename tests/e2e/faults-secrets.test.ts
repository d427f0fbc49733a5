// What only its owner may know is in one file of its own, and nowhere else.
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../fixtures/temporary-folder.ts';
import { slowJob, startDaemon, waiting } from './started-daemon.ts';

const SECRETS = {
  LEANTUNE_WEBHOOK_TOKEN: 'bearer-token-of-the-webhook',
  LEANTUNE_WEBHOOK_SECRET: 'key-that-signs-the-webhook',
};

/** Nothing where it is no file, or gone: what is written whole has another name at first. */
function textIn(path: string): string {
  try {
    return statSync(path).isFile() ? readFileSync(path, 'latin1') : '';
  } catch {
    return '';
  }
}

/** Files below a folder that hold any of these texts. */
function filesWith(folder: string, texts: readonly string[]): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => {
    const found = textIn(join(folder, name));
    return texts.some((text) => found.includes(text));
  });
}

test('the token of a daemon and the secrets of its channels stand in no log, run or answer', async () => {
  using folder = temporaryFolder();
  let heard = 0;
  // A receiver that refuses, and says back all that it was told.
  const receiver = createServer((request, response) => {
    heard++;
    response.writeHead(403).end(JSON.stringify(request.headers));
  });
  await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
  using closing = new DisposableStack();
  closing.defer(() => receiver.close());
  const { port } = receiver.address() as AddressInfo;
  const hook = `http://127.0.0.1:${port}/path-that-nobody-may-know`;
  const env = { ...SECRETS, LEANTUNE_WEBHOOK_URL: hook, LEANTUNE_ALLOW_PRIVATE_TARGETS: 'true' };

  await using daemon = await startDaemon(folder.path, { env });
  const token = readFileSync(join(folder.path, '.leantune', 'token'), 'utf8').trim();
  const text = slowJob({
    stages: [{ sampler: 'random', samples: 2 }],
    notify: [{ channel: 'webhook' }],
  });
  const dropped = await daemon.ask('/api/jobs', {
    method: 'POST',
    body: JSON.stringify({ file: 'told.json', text }),
  });
  expect(dropped.status, await dropped.text()).toBe(202);
  const { id } = await daemon.until('complete');
  const log = join(folder.path, 'runs', id, 'log.jsonl');
  await expect.poll(() => readFileSync(log, 'utf8'), waiting).toContain('Cannot send');
  expect(heard).toBeGreaterThan(0);

  const secrets = [token, hook, ...Object.values(SECRETS)];
  expect(filesWith(folder.path, secrets)).toEqual(['.leantune/token']);
  for (const path of [`runs/${id}`, `runs/${id}/log`, 'jobs', 'audit', 'metrics']) {
    const said = await (await daemon.ask(`/api/${path}`)).text();
    for (const secret of secrets) expect(said, path).not.toContain(secret);
  }
  await expect.poll(() => daemon.said(), waiting).toContain('"leantune token" prints it');
  for (const secret of secrets) expect(daemon.said()).not.toContain(secret);
}, 900_000);
