import { basename } from 'node:path';
import { formatProblem } from '../domain/errors.ts';
import type { Job, JobBaseline } from '../domain/job.ts';
import type { ParameterSet } from '../domain/parameter-set.ts';
import { parametersIn, readAsDefined } from '../domain/parameters-in.ts';
import type { ParameterDefinition } from '../domain/space.ts';
import type { JobContext, ValidFields } from './job-context.ts';
import { parseDocument } from './parse-document.ts';
import { readContained } from './read-contained-file.ts';

/** What the best is compared with, a file's values in place; nothing where the job says nothing. */
export function resolveBaseline(
  input: ValidFields['baseline'],
  parameters: readonly ParameterDefinition[],
  context: JobContext,
): Pick<Job, 'baseline'> {
  if (input === undefined) return {};
  if (input === false) return { baseline: null };
  if (input === 'defaults') return { baseline: { label: 'defaults', params: null } };
  if (typeof input === 'object') return { baseline: { label: 'given', params: input } };
  const baseline = ofFile(input, parameters, context);
  return baseline === undefined ? {} : { baseline };
}

/** Of the file only the values of the job's own parameters: it may hold more, and none of ours. */
function ofFile(
  name: string,
  parameters: readonly ParameterDefinition[],
  { roots, report }: JobContext,
): JobBaseline | undefined {
  const read = readContained(name, roots);
  const refuse = (wanted: string, found: string): undefined => {
    report(['baseline'], wanted, `${found} (${JSON.stringify(name)})`);
    return undefined;
  };
  if (!read.ok) return refuse(`"defaults", values, or ${read.wanted}`, read.found);
  const parsed = parseDocument(read.text, read.path);
  if (!parsed.ok) return refuse('promoted parameters', parsed.problems.map(formatProblem).join());
  const found = parametersIn(parsed.document.value) ?? {};
  const own = parameters.filter((definition) => Object.hasOwn(found, definition.name));
  if (own.length === 0) {
    const names = parameters.map((definition) => definition.name).join(', ');
    return refuse(`a file with values of ${names}`, 'none of them');
  }
  const values: ParameterSet = Object.fromEntries(
    own.map((one) => [one.name, found[one.name] ?? '']),
  );
  return { label: basename(name), params: readAsDefined(values, own) };
}
