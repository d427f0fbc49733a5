import { relative } from 'node:path';
import { readLock } from '../run/lock.ts';
import type { CommandContext } from './context.ts';
import type { SummaryOptions } from './summary-text.ts';

export const DEFAULT_PORT = 8899;

/** How to find a run: its folder as the user would type it, and its page. */
export async function runPage(
  { services, out }: CommandContext,
  id: string,
): Promise<SummaryOptions> {
  const folder = services.store.folder(id);
  const near = relative(process.cwd(), folder);
  const url = (await readLock(services.store.root))?.url ?? null;
  return {
    folder: near.startsWith('..') ? folder : near,
    page: {
      url: `${url ?? `http://127.0.0.1:${DEFAULT_PORT}`}/run/?id=${id}`.replace(
        /([^:])\/\//g,
        '$1/',
      ),
      served: url !== null,
    },
    style: out.style,
  };
}
