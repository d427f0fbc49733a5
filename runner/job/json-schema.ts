import { z } from 'zod';
import type { JobSchema } from './job-schema.ts';

/**
 * The schema as JSON Schema draft-07, the version that editors read best.
 * @param strategies those that are built in, for editors to offer; files are as good
 */
export function jobJsonSchema(schema: JobSchema, strategies: readonly string[] = []): object {
  const { $schema, ...rest } = z.toJSONSchema(schema, { target: 'draft-7', io: 'input' });
  const withExamples = { strategy: strategies, data: ['sample', 'prepared'] };
  for (const [key, examples] of Object.entries(withExamples)) {
    const own = rest.properties?.[key];
    if (typeof own === 'object' && examples.length > 0) own.examples = [...examples];
  }
  return {
    $schema,
    title: 'leantune job',
    description: 'A search for the best parameters of a trading strategy',
    ...rest,
    // The types cannot say that one of the two must be there.
    oneOf: [{ required: ['symbol'] }, { required: ['symbols'] }],
    // Parameters, or sets that say what there is.
    anyOf: [
      { required: ['parameters'] },
      {
        required: ['stages'],
        properties: { stages: { contains: LISTED, description: 'A list of sets among them' } },
      },
    ],
  };
}

const LISTED = {
  type: 'object',
  properties: { sampler: { const: 'list', description: 'The parameter sets that are listed' } },
  required: ['sampler'],
};
