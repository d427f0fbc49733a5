import { z } from '@hono/zod-openapi';
import { measured } from './schemas.ts';

// What the API document says of studies; clients written in TypeScript use the types of the domain.

const count = z.int().min(0);
const nullable = <T extends z.ZodType>(schema: T) => z.union([schema, z.null()]);

export const studyNotes = z
  .strictObject({
    title: nullable(z.string().trim().min(1).max(100)).openapi({
      description: 'The name it was given since; null: the one that jobs use',
    }),
    tags: z.array(z.string().min(1).max(60)).max(50),
    note: z.string().max(20_000).openapi({ description: 'Markdown' }),
    archived: z.boolean(),
  })
  .openapi('StudyNotes');

const best = z.looseObject({
  run: z.string(),
  symbol: z.string(),
  folder: z.string(),
  evaluation: z.looseObject({ id: z.int(), fitness: measured }),
});

const summaryShape = {
  ...studyNotes.shape,
  name: z.string(),
  state: z.string(),
  runs: count,
  strategies: z.array(z.string()),
  symbols: z.array(z.string()),
  evaluations: count,
  seconds: z.number(),
  created_at: z.string(),
  updated_at: z.string(),
  bests: z.array(best),
  alike: z.boolean(),
};

export const studySummary = z.object(summaryShape).openapi('StudySummary');

export const study = z
  .object({
    ...summaryShape,
    history: z.array(
      z.looseObject({
        id: z.string(),
        name: z.string(),
        state: z.string(),
        samplers: z.array(z.string()),
        seconds: z.number(),
        evaluations: count,
        answered: nullable(count),
        searches: z.array(
          z.looseObject({ symbol: z.string(), first_id: z.int(), evaluations: count }),
        ),
      }),
    ),
    courses: z.array(
      z.object({
        symbol: z.string(),
        total: count,
        best: z
          .array(z.array(measured))
          .openapi({ description: 'Improvements: [evaluations of the study, fitness]' }),
        borders: z.array(z.object({ run: z.string(), after: count })),
      }),
    ),
  })
  .openapi('Study');

export const deletedStudy = z
  .object({
    id: z.string(),
    name: z.string(),
    title: nullable(z.string()),
    deleted_at: z.string(),
    runs: z.array(z.string()),
  })
  .openapi('DeletedStudy');

export const studies = z.object({
  studies: z.array(studySummary),
  deleted: z.array(deletedStudy),
});

export const comparison = z.looseObject({
  studies: z.array(z.looseObject({ name: z.string() })),
  symbols: z.array(z.looseObject({ symbol: z.string(), gain: nullable(z.number()) })),
});

export const studyParams = z.object({
  study: z.string().openapi({ param: { name: 'study', in: 'path' }, example: 'spy' }),
});
