import { z } from 'zod';
import { scheduleSchema } from './schedule-schema.ts';
import { filePath, text } from './schema-text.ts';

/** How a job is carried out: nothing here changes what a backtest comes to. */
export const executionKeys = {
  seed: z.int().min(0).optional().describe('The same seed finds the same sets (default 42)'),
  slots: z
    .int()
    .min(1)
    .max(1024)
    .optional()
    .describe('Backtests at the same time (default: WORKER_COUNT, else the processor cores)'),
  symbols_parallel: z
    .int()
    .min(1)
    .max(1024)
    .optional()
    .describe('Symbols searched at the same time, sharing the slots (default: as many as slots)'),
  keep_results: z
    .union([z.enum(['none', 'best', 'all']), z.int().min(1).max(10_000)])
    .optional()
    .describe(
      "Whose whole result JSON is kept: the best's (default), that of so many of the best, every evaluation's, or none",
    ),
  budget: z
    .strictObject({
      evaluations: z.int().min(1).optional().describe('The most evaluations of a symbol'),
      seconds: z.number().positive('a number above 0').optional().describe('Wall time of the run'),
    })
    .optional()
    .describe('Ends the search early'),
  timeout_seconds: z
    .number()
    .positive('a number above 0')
    .max(86_400)
    .optional()
    .describe(
      'A backtest that takes longer has failed (default 60; by harness processes measured: 20 times the slowest so far, at least 60, and 600 for the first on LEAN)',
    ),
  memory_limit_mb: z
    .int()
    .min(64)
    .max(1_048_576)
    .optional()
    .describe(
      'Memory of a slot in MB; a backtest that takes more has failed (default 1024; 2048 on LEAN)',
    ),
  attempts: z
    .int()
    .min(1)
    .max(10)
    .optional()
    .describe('How often a backtest is tried where the machine was at fault (default 3)'),
  schedule: scheduleSchema
    .optional()
    .describe(
      'When a daemon runs it again: cron, @daily, @weekly or @monthly. It is as if the file were dropped again: where nothing changed since, nothing runs',
    ),
  skip_compile: z
    .boolean()
    .optional()
    .describe('Takes what was compiled last of a strategy for LEAN, whatever its sources say now'),
  outputs: z
    .strictObject({
      ranking_weights: z
        .record(text(100), z.number())
        .refine((weights) => Object.keys(weights).length > 0, 'at least one metric')
        .optional()
        .describe(
          'Weights of metrics by which outputs rank sets (0.4 total_r, 0.35 sharpe_ratio, 0.25 winrate)',
        ),
      min_trades: z
        .int()
        .min(0)
        .optional()
        .describe('Sets with fewer trades are not ranked (default 10)'),
      excel: z.boolean().optional().describe('Writes an Excel workbook, too (default false)'),
      folder: filePath
        .optional()
        .describe('Folder for the outputs (default: reports in the symbol folder of the run)'),
    })
    .optional()
    .describe('What is written of the results'),
  checkpoint_every: z
    .int()
    .min(1)
    .optional()
    .describe('Evaluations between two checkpoints, of which there is at most one a second (100)'),
  chunk_size: z
    .int()
    .min(1)
    .max(1_000)
    .optional()
    .describe('The most backtests handed to a slot at a time (default: as many as suit it)'),
  verify: z
    .boolean()
    .optional()
    .describe(
      'false: neither a fresh process nor LEAN backtests the best again at the end (default true)',
    ),
  resume: z
    .union([z.boolean(), z.literal('unfinished')])
    .optional()
    .describe(
      'false starts a new run even where one of this job exists, unfinished where that one is complete (default true)',
    ),
};
