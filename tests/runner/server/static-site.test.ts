import { gunzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openTestService, type TestService } from './test-service.ts';

let service: TestService;
beforeEach(async () => {
  service = await openTestService();
});
afterEach(() => service[Symbol.asyncDispose]());

describe('pages', () => {
  test('are asked for again each time, and answered with 304 where nothing changed', async () => {
    const page = await service.app.request('/');
    expect(page.headers.get('cache-control')).toBe('no-cache');
    const etag = page.headers.get('etag') as string;
    const again = await service.app.request('/', { headers: { 'if-none-match': etag } });
    expect(again.status).toBe(304);
  });

  test('are found with and without the last slash, whatever the query', async () => {
    for (const path of ['/run', '/run/', '/run/?id=20261121_101530']) {
      expect(await (await service.app.request(path)).text()).toContain('<h1>run</h1>');
    }
  });

  test('files with a hash in their name are kept for ever', async () => {
    const response = await service.app.request('/assets/page.Dk3_a.js');
    expect(response.headers.get('cache-control')).toContain('immutable');
    expect(response.headers.get('content-type')).toContain('javascript');
  });

  test('are compressed', async () => {
    const response = await service.app.request('/', { headers: { 'accept-encoding': 'gzip' } });
    expect(response.headers.get('content-encoding')).toBe('gzip');
    const bytes = new Uint8Array(await response.arrayBuffer());
    expect(gunzipSync(bytes).toString()).toContain('<h1>runs</h1>');
  });

  test('a browser gets a page for what is not there', async () => {
    const response = await service.app.request('/nothing', { headers: { accept: 'text/html' } });
    expect(response.status).toBe(404);
    expect(await response.text()).toContain('nothing here');
  });

  test('carry the headers that keep others out', async () => {
    for (const path of ['/', '/api/runs', '/api/nothing', '/nothing']) {
      const { headers } = await service.app.request(path);
      expect(headers.get('content-security-policy')).toContain("default-src 'self'");
      expect(headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
      expect(headers.get('content-security-policy')).not.toContain('unsafe');
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('x-frame-options')).toBe('DENY');
      expect(headers.get('referrer-policy')).toBe('no-referrer');
      expect(headers.get('access-control-allow-origin')).toBeNull();
    }
  });
});
