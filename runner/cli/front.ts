import { Command } from 'commander';
import { createParetoFront } from '../analysis/pareto-front.ts';
import { InputError } from '../domain/errors.ts';
import { type Evaluation, metricOf } from '../domain/evaluation.ts';
import type { Job, Objective } from '../domain/job.ts';
import { jsonText } from '../domain/json-text.ts';
import { manyText } from '../domain/number-text.ts';
import type { RunStore } from '../run/run-store.ts';
import type { CommandContext } from './context.ts';
import { findRun, type StoredRun } from './find-run.ts';
import { objectiveText } from './objective-text.ts';
import { type Column, tableText } from './table-text.ts';

interface SymbolFront {
  readonly symbol: string;
  readonly rows: readonly Evaluation[];
}

export function frontCommand({ services, out }: CommandContext): Command {
  return new Command('front')
    .description('show the sets that no other beats in all objectives')
    .argument('<run>', 'id of the run, its beginning, or latest')
    .option('--json', 'print one JSON document')
    .addHelpText(
      'after',
      '\nExamples:\n  $ npx leantune front latest\n  $ npx leantune front 20261121 --json\n',
    )
    .action(async (run: string, options: { readonly json?: true }) => {
      const found = await findRun(services.store, run);
      const objectives = objectivesOf(found);
      const fronts = await frontsOf(services.store, found);
      if (options.json === true) {
        out.write(jsonText({ run: found.record.id, objectives, symbols: fronts }));
        return;
      }
      const texts = fronts.map((front) => frontText(front, objectives, found.job));
      out.write(texts.join('\n'));
    });
}

function objectivesOf({ record, job }: StoredRun): readonly Objective[] {
  if (job.objectives !== undefined) return job.objectives;
  throw new InputError(`Cannot show a front of run ${record.id}`, [
    { path: 'objectives', wanted: 'two or more in its job', found: 'one fitness alone' },
  ]);
}

async function frontsOf(store: RunStore, { record }: StoredRun): Promise<SymbolFront[]> {
  const fronts: SymbolFront[] = [];
  for (const { symbol, folder } of record.symbols) {
    const front = createParetoFront();
    for (const evaluation of await store.evaluations(record.id, folder)) front.add(evaluation);
    fronts.push({ symbol, rows: front.rows() });
  }
  return fronts;
}

function frontText(
  { symbol, rows }: SymbolFront,
  objectives: readonly Objective[],
  job: Job,
): string {
  if (rows.length === 0) return `${symbol}: no valid set\n`;
  const columns: Column<Evaluation>[] = [
    { title: 'id', align: 'right', text: ({ id }) => String(id) },
    ...objectives.map((objective) =>
      numbers(objectiveText(objective), (row) => metricOf(row, objective.metric)),
    ),
    numbers(`fitness (${job.fitness.name})`, ({ fitness }) => fitness),
    ...job.parameters.map(({ name }): Column<Evaluation> => {
      return { title: name, align: 'right', text: ({ params }) => String(params[name] ?? '') };
    }),
  ];
  return `${symbol}: ${manyText(rows.length, 'set')} that no other beats\n${tableText(columns, rows)}`;
}

function numbers(
  title: string,
  value: (row: Evaluation) => number | undefined,
): Column<Evaluation> {
  return {
    title,
    align: 'right',
    text: (row) => {
      const found = value(row);
      return found === undefined ? '' : String(Number(found.toPrecision(6)));
    },
  };
}
