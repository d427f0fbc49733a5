import { sitePath } from './site-path.ts';

/** When these pages were written as plain files; null where a server answers. */
export const exportedAt: string | null =
  globalThis.document?.documentElement.dataset['exported'] ?? null;

let index: Promise<Readonly<Record<string, string>>> | undefined;

/**
 * The file that holds what a server would answer; null where the export has none.
 *
 * @param path such as `/api/runs/20261121_101530`, with its query
 * @throws TypeError where the host cannot be reached
 */
export async function exportedFile(path: string): Promise<string | null> {
  index ??= fetch(sitePath('/answers/index.json')).then((response) => response.json());
  const file = (await index)[path];
  return file === undefined ? null : sitePath(`/answers/${file}`);
}
