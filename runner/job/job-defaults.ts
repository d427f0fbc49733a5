import { availableParallelism } from 'node:os';
import type { BacktestSetup } from '../domain/executor.ts';

export const DEFAULTS = {
  executor: 'embedded',
  fitness: 'calmar',
  mode: 'each',
  sharedFitness: 'median',
  seed: 42,
  cash: 100_000,
  securityType: 'equity',
  resolution: 'daily',
  normalization: 'Adjusted',
  benchmark: 'self',
  timeoutSeconds: 60,
  memoryLimitMb: 1024,
  attempts: 3,
  resume: true,
} as const;

/** A backtest by LEAN takes more of both than one by the embedded engine. */
export const LIMITS = {
  embedded: { timeoutSeconds: DEFAULTS.timeoutSeconds, memoryLimitMb: DEFAULTS.memoryLimitMb },
  lean: { timeoutSeconds: 600, memoryLimitMb: 2048 },
} as const;

/** LEAN's own defaults. */
export const DEFAULT_MARKETS: Readonly<Record<BacktestSetup['securityType'], string>> = {
  equity: 'usa',
  forex: 'oanda',
  cfd: 'oanda',
  crypto: 'coinbase',
};

type Environment = Readonly<Record<string, string | undefined>>;

export function defaultSlots(env: Environment): number {
  return workerCount(env) ?? availableParallelism();
}

/** `WORKER_COUNT`, where it is a usable number. */
export function workerCount(env: Environment): number | undefined {
  const count = Number(env['WORKER_COUNT']);
  return Number.isInteger(count) && count >= 1 && count <= 1024 ? count : undefined;
}

/** The executor that the environment names, else the one that needs nothing. */
export function defaultExecutor(env: Environment): string {
  return env['LEANTUNE_EXECUTOR'] || DEFAULTS.executor;
}

/** The data folder that the environment names, else the data that comes along. */
export function defaultData(env: Environment): string {
  return env['LEAN_DATA_HOST_PATH'] || 'sample';
}
