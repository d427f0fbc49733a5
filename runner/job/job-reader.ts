import { delimiter, dirname, isAbsolute, join, resolve } from 'node:path';
import { InputError } from '../domain/errors.ts';
import type { Job } from '../domain/job.ts';
import { describeValue } from './describe-value.ts';
import type { JobDocument } from './document.ts';
import type { JobContext, ValidFields } from './job-context.ts';
import { createJobProblems } from './job-problems.ts';
import { createJobSchema, type JobSchema } from './job-schema.ts';
import { jobJsonSchema } from './json-schema.ts';
import { mergeLayers, readDefaults } from './layers.ts';
import { translate } from './older-shapes.ts';
import { parseDocument } from './parse-document.ts';
import { recogniseOther } from './recognise.ts';
import type { Registries } from './registries.ts';
import { resolveJob } from './resolve-job.ts';
import { checkSchema } from './schema-problems.ts';
import { type Fields, isFields } from './translation.ts';

export interface JobReaderOptions extends Registries {
  readonly projectRoot: string;
  /** `LEANTUNE_HOME` moves the folder of `config/` and `.leantune/`. */
  readonly env: Readonly<Record<string, string | undefined>>;
}

export type JobReading =
  | { readonly kind: 'job'; readonly job: Job }
  /** No job, and not meant as one; `what` names it. */
  | { readonly kind: 'other'; readonly what: string };

export interface JobReader {
  /**
   * Reads the text of a job file in any of the shapes we know.
   * @param file its name or, for a file outside `config/`, its absolute path; files it names may
   *   stand in the project or below its own folder
   * @param from whether it comes from the user of this terminal, whose paths may lead anywhere
   * @throws InputError with everything that is wrong
   */
  read(text: string, file: string, from?: { readonly trusted?: boolean }): Promise<JobReading>;
  /** The JSON Schema (draft-07) of job files. */
  schema(): object;
}

export function createJobReader(options: JobReaderOptions): JobReader {
  const { projectRoot, env, samplers, fitnesses, executors, channels, strategies } = options;
  const registries = { samplers, fitnesses, executors, channels, strategies };
  const home = resolve(env['LEANTUNE_HOME'] || projectRoot);
  const schema = createJobSchema(registries);
  return {
    async read(text, file, { trusted = false } = {}) {
      const action = `Cannot read job "${file}"`;
      const parsed = parseDocument(text, file);
      if (!parsed.ok) throw new InputError(action, parsed.problems);
      const { document } = parsed;
      const what = recogniseOther(document.value);
      if (what !== undefined) return { kind: 'other', what };
      const own = fieldsOf(document, action);
      const folder = isAbsolute(file) ? dirname(file) : join(home, 'config');
      const roots = [projectRoot, home, folder, ...allowedFolders(env, projectRoot)];
      const translation = translate(own, { registries, env, projectRoot, roots });
      const defaults = readDefaults(join(home, 'config', 'defaults'));
      const fields = mergeLayers(
        translation.fallbacks,
        ...defaults.map((one) => one.fields),
        translation.fields,
      );
      const { report, inFileOrder } = createJobProblems(document, translation);
      if (translation.blocked) throw new InputError(action, inFileOrder());
      const notes = [...defaults.flatMap((one) => one.notes), ...translation.notes];
      const given = (key: string) => fields[key] !== undefined;
      const place = { projectRoot, home, roots, file, trusted };
      const context = { registries, env, ...place, notes, report, given };
      const job = toJob(schema, fields, context);
      const all = inFileOrder();
      if (job === undefined || all.length > 0) throw new InputError(action, all);
      return { kind: 'job', job };
    },
    schema: () => jobJsonSchema(schema, strategies),
  };
}

/** What whoever keeps this installation allows jobs beside the project. */
function allowedFolders(env: JobReaderOptions['env'], projectRoot: string): string[] {
  const listed = (env['LEANTUNE_ALLOWED_FOLDERS'] ?? '').split(delimiter);
  return listed.filter((folder) => folder !== '').map((folder) => resolve(projectRoot, folder));
}

/** Checks by the schema, then resolves what passed, so that all problems are told at once. */
function toJob(schema: JobSchema, fields: Fields, context: JobContext): Job | undefined {
  const checked = checkSchema(schema, fields);
  if (checked.ok) return resolveJob(checked.data, context);
  for (const { path, wanted, found } of checked.problems) context.report(path, wanted, found);
  const valid = Object.entries(schema.shape).flatMap(([key, field]) => {
    const value = field.safeParse(fields[key]);
    return value.success ? [[key, value.data]] : [];
  });
  resolveJob(Object.fromEntries(valid) as ValidFields, context);
  return;
}

function fieldsOf({ value }: JobDocument, action: string): Fields {
  if (isFields(value)) return value;
  throw new InputError(action, [
    { path: '', wanted: 'an object with the fields of a job', found: describeValue(value) },
  ]);
}
