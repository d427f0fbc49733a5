import type { FitnessFactory } from '../domain/fitness.ts';
import { calmar } from './calmar.ts';
import { composite } from './composite.ts';
import { netProfit } from './net-profit.ts';
import { profitFactor } from './profit-factor.ts';
import { sharpe } from './sharpe.ts';

/** The registry: what a job may name as its fitness. The contract suite loops over it. */
export const fitnesses = {
  calmar,
  sharpe,
  net_profit: netProfit,
  profit_factor: profitFactor,
  composite,
} satisfies Record<string, FitnessFactory>;
