import { readFile, realpath, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { InputError } from '../domain/errors.ts';
import type { BestParameters } from '../report/best-parameters.ts';
import { plainSets } from '../report/chosen-sets-file.ts';
import { type FilledConfig, withLeanParameters } from '../report/lean-config-text.ts';
import { writeFileAtomic } from '../run/atomic-write.ts';
import type { CommandContext } from './context.ts';
import { outputFile } from './export-format.ts';

/** LEAN's `config.json` with a set filled in, written elsewhere. */
export async function exportLeanConfig(
  { out, err }: CommandContext,
  best: BestParameters,
  { base, to }: { readonly base: string; readonly to: string | undefined },
): Promise<void> {
  const { text } = await filled(base, best);
  const file = outputFile(to);
  if (file === null) out.write(text);
  else {
    await writeFileAtomic(file, text);
    err.write(`${base} with ${setText(best)} in ${file}\n`);
  }
}

/** The `config.json` of a lean-cli project, in place. */
export async function exportLeanProject(
  { out, err }: CommandContext,
  best: BestParameters,
  project: string,
): Promise<void> {
  const isFolder = (await stat(project).catch(() => null))?.isDirectory() === true;
  const file = isFolder ? join(project, 'config.json') : project;
  const { text, changes } = await filled(file, best);
  // Where it is a link, the file that it points to is written.
  await writeFileAtomic(await realpath(file), text);
  for (const { name, before, after } of changes) {
    if (before !== after) out.write(`${name}: ${before ?? 'new'} → ${after}\n`);
  }
  const added = changes.filter(({ before }) => before === null).map(({ name }) => name);
  if (added.length > 0) {
    const names = added.join(', ');
    err.write(`${err.style('yellow', 'Note:')} ${file} did not have ${names} before\n`);
  }
  err.write(`${setText(best)} is in ${file}\n`);
}

async function filled(file: string, best: BestParameters): Promise<FilledConfig> {
  const [set, ...others] = plainSets(best);
  if (set === undefined || others.length > 0) {
    throw new InputError('Cannot fill in a configuration', [
      {
        path: '',
        wanted: 'one set, by --symbol or --evaluation and without --top',
        found: `${best.sets.length} sets`,
      },
    ]);
  }
  return withLeanParameters(await readText(file), set, file);
}

async function readText(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    const found = (error as NodeJS.ErrnoException).code === 'ENOENT' ? 'none' : String(error);
    throw new InputError(
      'Cannot fill in a configuration',
      [{ path: '', wanted: `a file "${file}"`, found }],
      { cause: error },
    );
  }
}

function setText({ record, sets }: BestParameters): string {
  return `evaluation ${sets[0]?.evaluation.id} of run ${record.id}`;
}
