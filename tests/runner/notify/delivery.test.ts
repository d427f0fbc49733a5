import { describe, expect, it } from 'vitest';
import type { Message } from '../../../runner/notify/channel.ts';
import { createDelivery, type DeliveryOptions } from '../../../runner/notify/delivery.ts';
import { channels } from '../../../runner/notify/index.ts';
import { openReceiver } from './receiver.ts';

function message(title: string): Message {
  return {
    notice: { kind: 'best', title, lines: [], values: {}, at: '2026-11-21T10:15:30.123Z' },
    text: title,
  };
}

function open(url: string, options: Partial<DeliveryOptions> = {}) {
  const lost: string[] = [];
  const env = { LEANTUNE_WEBHOOK_URL: url };
  const channel = channels.webhook.create({ options: {}, env, allowPrivate: true });
  const delivery = createDelivery({
    channel,
    lost: ({ text }, why) => void lost.push(`${text}: ${why}`),
    backOffMs: 20,
    ...options,
  });
  return { delivery, lost };
}

const titles = (received: readonly { body: unknown }[]): unknown[] =>
  received.map(({ body }) => (body as { title: string }).title);

describe('createDelivery()', () => {
  it('tries again after faults that may pass, and keeps the order', async () => {
    await using receiver = await openReceiver([{ status: 503 }, 'hang up', { status: 429 }]);
    const { delivery, lost } = open(receiver.url);
    delivery.post(message('one'), 'one');
    delivery.post(message('two'), 'two');
    await delivery[Symbol.asyncDispose]();
    expect(titles(receiver.received)).toEqual(['one', 'one', 'one', 'one', 'two']);
    expect(lost).toEqual([]);
  });

  it('waits as long as the receiver asks for', async () => {
    const busy = [
      { status: 429, headers: { 'retry-after': '0.2' } },
      { status: 429, body: '{"ok":false,"parameters":{"retry_after":0.2}}' },
    ];
    await using receiver = await openReceiver(busy);
    const { delivery } = open(receiver.url);
    delivery.post(message('one'), 'one');
    await delivery[Symbol.asyncDispose]();
    const [first, second, third] = receiver.received.map(({ at }) => at);
    expect((second ?? 0) - (first ?? 0)).toBeGreaterThan(190);
    expect((third ?? 0) - (second ?? 0)).toBeGreaterThan(190);
  });

  it('gives up at once where a try cannot help, else after five', async () => {
    const always = Array.from({ length: 10 }, () => ({ status: 500 }));
    await using refusing = await openReceiver([{ status: 404, body: 'no such hook' }]);
    await using failing = await openReceiver(always);
    const [one, other] = [open(refusing.url), open(failing.url, { backOffMs: 1 })];
    one.delivery.post(message('one'), 'one');
    other.delivery.post(message('two'), 'two');
    await one.delivery[Symbol.asyncDispose]();
    await other.delivery[Symbol.asyncDispose]();
    expect(refusing.received).toHaveLength(1);
    expect(one.lost).toEqual(['one: wanted 2xx, found 404 no such hook']);
    expect(failing.received).toHaveLength(5);
    expect(other.lost).toEqual(['two: wanted 2xx, found 500 {}']);
  });

  it('replaces a waiting message by a newer one of its key', async () => {
    await using receiver = await openReceiver();
    const { delivery } = open(receiver.url);
    for (let n = 1; n <= 1_000; n++) delivery.post(message(`best ${n}`), 'best');
    await delivery[Symbol.asyncDispose]();
    expect(titles(receiver.received)).toEqual(['best 1000']);
  });

  it('ends in time where nobody answers, and says what was lost', async () => {
    await using receiver = await openReceiver(Array.from({ length: 9 }, () => ({ status: 503 })));
    const { delivery, lost } = open(receiver.url, { backOffMs: 60_000, patienceMs: 2_000 });
    delivery.post(message('one'), 'one');
    delivery.post(message('two'), 'two');
    await expect.poll(() => receiver.received.length).toBe(1);
    await delivery[Symbol.asyncDispose]();
    expect(receiver.received).toHaveLength(1);
    expect(lost[0]).toMatch(/^one: the run ended; last wanted 2xx, found 503/);
    expect(lost[1]).toMatch(/^two: /);
  });
});
