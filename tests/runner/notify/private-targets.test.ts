import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { withoutSecrets } from '../../../runner/notify/open-notifier.ts';
import { postJson } from '../../../runner/notify/post-json.ts';
import { isPrivateAddress } from '../../../runner/notify/private-address.ts';
import { temporaryFolder } from '../../fixtures/temporary-folder.ts';

describe('postJson() to this machine', () => {
  it('is refused however the address is written, and nothing arrives', async () => {
    let arrived = 0;
    const server = createServer((_request, response) => {
      arrived++;
      response.end();
    }).listen(0, '::');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const hosts = [
      '127.0.0.1',
      '127.1',
      '2130706433',
      '0x7f000001',
      '0177.0.0.1',
      '0.0.0.0',
      '127.0.0.1.',
      'localhost',
      'LOCALHOST.',
      '[::1]',
      '[::]',
      '[::ffff:127.0.0.1]',
      '[::ffff:7f00:1]',
      '[::127.0.0.1]',
      '[64:ff9b::7f00:1]',
      '１２７.０.０.１',
      'user:password@127.0.0.1',
    ];
    const signal = new AbortController().signal;
    for (const host of hosts) {
      const sent = postJson(
        new URL(`http://${host}:${port}/`),
        {},
        { allowPrivate: false, signal },
      );
      await expect(sent, host).rejects.toThrow(/public internet|ENOTFOUND|EAI_AGAIN/);
    }
    expect(arrived).toBe(0);
    server.close();
  });
});

describe('isPrivateAddress()', () => {
  it.each([
    ...['10.1.2.3', '100.64.0.1', '169.254.169.254', '172.31.255.255', '192.168.1.1', '240.0.0.1'],
    ...['fd00::1', 'fe80::1%eth0', 'fec0::1', 'ff02::1', '2002:7f00:1::', '2001:0:1::1'],
    ...['::ffff:169.254.169.254', '::a9fe:a9fe', '64:ff9b:1::a00:1', '::ffff:0:7f00:1'],
    ...['', 'localhost', '1.2.3', '256.1.1.1'],
  ])('holds for %s', (address) => {
    expect(isPrivateAddress(address)).toBe(true);
  });

  it.each(['1.1.1.1', '172.32.0.1', '2606:4700:4700::1111', '::ffff:8.8.8.8'])(
    'does not for %s',
    (address) => {
      expect(isPrivateAddress(address)).toBe(false);
    },
  );
});

describe('withoutSecrets()', () => {
  it('takes out secrets of the environment, of files, and passwords within', () => {
    using folder = temporaryFolder();
    const file = join(folder.path, 'token');
    writeFileSync(file, '123456:from-a-file\n');
    const env = {
      TELEGRAM_BOT_TOKEN_FILE: file,
      LEANTUNE_WEBHOOK_SECRET_DESK: 'signing-key',
      SMTP_URL: 'smtps://me:p%40ssword@mail.example:465',
      PATH: '/usr/bin',
    };
    const text = 'no bot 123456:from-a-file, not signing-key, p@ssword, p%40ssword at /usr/bin';
    expect(withoutSecrets(text, env)).toBe('no bot ***, not ***, ***, *** at /usr/bin');
  });
});
