import { afterEach, describe, expect, test } from 'vitest';
import { InputError } from '../../../runner/domain/errors.ts';
import { type Served, type ServeOptions, serveApp } from '../../../runner/server/serve.ts';
import { openTestService, TOKEN } from './test-service.ts';

const open: Served[] = [];
const app = { fetch: () => new Response('here') };

async function serve(options: ServeOptions): Promise<Served> {
  const served = await serveApp(app, options);
  open.push(served);
  return served;
}

afterEach(async () => {
  await Promise.all(open.splice(0).map((served) => served.close()));
});

describe('serveApp()', () => {
  test('answers at the address that it tells', async () => {
    const { url } = await serve({ host: '127.0.0.1', port: 0 });
    expect(await (await fetch(url)).text()).toBe('here');
  });

  test('names a port that is taken', async () => {
    const { url } = await serve({ host: '127.0.0.1', port: 0 });
    const port = Number(new URL(url).port);
    const again = serve({ host: '127.0.0.1', port });
    await expect(again).rejects.toThrow(InputError);
    await expect(again).rejects.toThrow(`port ${port} is taken`);
  });

  test.each(['0.0.0.0', '::', '192.168.0.1', 'example.org', '127.evil.test'])(
    'refuses to listen on %s without a token',
    async (host) => {
      await expect(serve({ host, port: 0 })).rejects.toThrow('wanted a token');
      await expect(serve({ host, port: 0, token: '' })).rejects.toThrow('wanted a token');
    },
  );

  test('listens elsewhere with a token, under an address that works', async () => {
    const { url } = await serve({ host: '0.0.0.0', port: 0, token: TOKEN });
    expect(await (await fetch(url)).text()).toBe('here');
  });

  test('names an address that is not ours', async () => {
    await expect(serve({ host: '203.0.113.7', port: 0, token: TOKEN })).rejects.toThrow(
      'Cannot listen on 203.0.113.7',
    );
  });

  test('closes twice without harm', async () => {
    const served = await serve({ host: '127.0.0.1', port: 0 });
    await served.close();
    await served.close();
  });
});

describe('a client on another machine', () => {
  test('needs the token to read', async () => {
    await using service = await openTestService();
    const ask = (headers: Record<string, string>, path = '/api/runs') =>
      service.app.request(
        path,
        { headers: { host: '192.168.0.1:8899', ...headers } },
        {
          incoming: {
            socket: {
              remoteAddress: '192.168.0.2',
              localAddress: '192.168.0.1',
              localPort: 8899,
            },
          },
        },
      );
    expect((await ask({})).status).not.toBe(200);
    const url = 'http://192.168.0.1:8899/api/runs';
    expect((await ask({}, url)).status).toBe(401);
    expect((await ask({ authorization: `Bearer ${TOKEN}` }, url)).status).toBe(200);
    expect((await ask({}, 'http://192.168.0.1:8899/')).status).toBe(200);
  });
});
