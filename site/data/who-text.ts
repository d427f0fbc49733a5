import type { Who } from '../../runner/domain/who.ts';

/** `ada@box`, `127.0.0.1 by the site`: who asked for a change. */
export function whoText(who: Who): string {
  if (who.via === 'http') return `${who.address ?? 'somebody'} by the site`;
  if (who.via === 'cli') return `${who.user ?? 'somebody'}@${who.host}`;
  if (who.via === 'folder') return `user ${who.uid ?? 'unknown'} by a file`;
  return 'its schedule';
}
