import { jsonText } from '../domain/json-text.ts';
import type { BestParameters } from '../report/best-parameters.ts';
import { chosenSetsCsv, chosenSetsValue, plainSets } from '../report/chosen-sets-file.ts';
import { parametersYaml } from '../report/parameters-yaml.ts';
import { writeFileAtomic } from '../run/atomic-write.ts';
import type { RunStore } from '../run/run-store.ts';
import type { CommandContext } from './context.ts';
import { chosenFormat, type ExportFormat, outputFile } from './export-format.ts';
import { measuredDays } from './measured-days.ts';

interface Target {
  readonly output?: string;
  readonly format?: ExportFormat;
  readonly plain?: true;
}

/** Chosen sets as JSON, YAML or CSV, to a file or to stdout. */
export async function exportSets(
  { services, out, err }: CommandContext,
  best: BestParameters,
  target: Target,
): Promise<void> {
  const possible = ['json', 'yaml', 'csv'] as const;
  const action = 'Cannot export parameter sets';
  const format = chosenFormat(target, { possible, action });
  const text = await setsText(services.store, best, { format, plain: target.plain === true });
  const file = outputFile(target.output);
  if (file === null) {
    out.write(text);
    return;
  }
  await writeFileAtomic(file, text);
  err.write(`${best.sets.length === 1 ? 'One set' : `${best.sets.length} sets`} in ${file}\n`);
}

async function setsText(
  store: RunStore,
  best: BestParameters,
  { format, plain }: { readonly format: 'json' | 'yaml' | 'csv'; readonly plain: boolean },
): Promise<string> {
  if (format === 'csv') return chosenSetsCsv(best);
  // A list of sets is the same in JSON and in YAML, which JSON is a part of.
  if (plain) return jsonText(plainSets(best));
  return format === 'yaml' ? bestYaml(store, best) : jsonText(chosenSetsValue(best));
}

export async function bestYaml(store: RunStore, best: BestParameters): Promise<string> {
  const days = await measuredDays(store, best);
  return parametersYaml(best, (set) => days.get(set.folder) ?? null);
}
