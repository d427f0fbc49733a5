import type { NotificationSettings } from '../domain/job.ts';
import type { Notice } from '../domain/notice.ts';
import { isDry, noticeMessage, openChannel } from './open-notifier.ts';
import type { Environment } from './secret.ts';

const PATIENCE_MS = 30_000;

/**
 * Sends one message, to see that it arrives; one try.
 * @returns whether it was sent, or only would have been, with its text
 * @throws where it cannot be sent
 */
export async function tryChannel(
  setting: NotificationSettings,
  env: Environment,
): Promise<{ sent: boolean; text: string }> {
  const at = new Date().toISOString();
  const title = 'leantune: a test';
  const notice: Notice = {
    kind: 'start',
    title,
    lines: ['Word of your runs will arrive here.'],
    values: { kind: 'start', title, name: 'test' },
    at,
  };
  const message = noticeMessage(notice, setting);
  if (isDry(setting, env)) return { sent: false, text: message.text };
  await openChannel(setting, env).send(message, AbortSignal.timeout(PATIENCE_MS));
  return { sent: true, text: message.text };
}
