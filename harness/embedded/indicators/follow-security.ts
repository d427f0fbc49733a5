import type { Consolidator } from '../consolidators/consolidator.ts';
import { consolidatorFeed } from '../consolidators/consolidator-feed.ts';
import {
  type ConsolidatorPeriod,
  createConsolidator,
  hasQuotesAlone,
} from '../consolidators/create-consolidator.ts';
import type { DataFeeds } from '../consolidators/data-feeds.ts';
import type { Resolution } from '../data/bar-grid.ts';
import type { BacktestContext } from '../engine/backtest-context.ts';
import type { Security } from '../engine/security.ts';
import type { SecuritySymbol } from '../engine/security-symbol.ts';
import { leadFollower } from '../history/lead-follower.ts';
import { createIndicator, type IndicatorWithParts } from './create-indicator.ts';
import { Field, fieldName, type Selector } from './field.ts';
import type { IndicatorFollower } from './indicator-follower.ts';
import {
  type IndicatorName,
  type IndicatorRecipe,
  isPointIndicator,
  type ParametersOf,
} from './indicator-recipe.ts';

/** Which bars an indicator follows: the security's own where there is no resolution. */
export interface FollowOptions {
  readonly resolution?: Resolution | null | undefined;
  readonly selector?: Selector | undefined;
}

const SHORT_NAMES = { daily: 'day', hour: 'hr', minute: 'min' } as const;
const OF_VOLUME: readonly IndicatorName[] = ['obv', 'mfi', 'vwap'];

/** An indicator that is updated with a security's bars, in LEAN's words: `SMA(symbol, period, …)`. */
export function followSecurity<Name extends IndicatorName>(
  context: BacktestContext,
  { symbol, kind, parameters }: Asked<Name>,
  { resolution, selector }: FollowOptions,
): IndicatorWithParts<Name> {
  const security = context.portfolio.security(symbol);
  if (OF_VOLUME.includes(kind) && hasQuotesAlone(security)) {
    const { value } = security.symbol;
    throw new RangeError(`Cannot make ${kind}: wanted bars of trades, found ${value}, of quotes`);
  }
  const recipe = {
    kind,
    parameters,
    selector: isPointIndicator(kind) ? (selector ?? defaultField(kind, security)) : null,
  };
  const { indicator, follower } = createIndicator(
    () => nameOf(recipe, security, resolution),
    recipe,
  );
  registerFollower(context, { security, follower, period: resolution ?? null });
  if (context.settings.automaticIndicatorWarmUp) {
    leadFollower(context, { security, follower, indicator, resolution });
  }
  return indicator;
}

interface Asked<Name extends IndicatorName> {
  readonly symbol: SecuritySymbol | string;
  readonly kind: Name;
  readonly parameters: ParametersOf<Name>;
}

interface Registration {
  readonly security: Security;
  readonly follower: IndicatorFollower;
  readonly period: ConsolidatorPeriod | null;
}

/** Feeds an indicator with a security's bars, consolidated where a period is named. */
export function registerFollower(
  { reactions: { feeds, followers } }: BacktestContext,
  { security, follower, period }: Registration,
): void {
  if (period !== null && period !== security.data.setup.resolution) {
    const consolidator = createConsolidator(security, period, hasQuotesAlone(security));
    registerConsolidated(feeds, { security, follower, consolidator });
    return;
  }
  const { selector } = follower.recipe;
  const isShared = selector === null || fieldName(selector) !== null;
  if (follower.isFresh && isShared) {
    const { source: columns, seen } = security;
    follower.attach(feeds, security);
    follower.follow({ columns, cursor: seen, offset: 0 }, seen.index + 1);
    followers.add(security, follower);
    return;
  }
  follower.attach(feeds, security);
  feeds.add(security, follower);
}

interface Consolidation {
  readonly security: Security;
  readonly follower: IndicatorFollower;
  readonly consolidator: Consolidator;
}

/** Feeds an indicator with the bars that a consolidator makes of a security's. */
export function registerConsolidated(
  feeds: DataFeeds,
  { security, follower, consolidator }: Consolidation,
): void {
  const consumer = consolidatorFeed(consolidator, security);
  consolidator.dataConsolidated.add((_, bar) => follower.updateBar(bar));
  feeds.add(security, consumer);
  follower.attachThrough(feeds, consumer);
}

/** The highest high and the lowest low where there are trades, else closes. */
function defaultField(kind: IndicatorName, security: Security): Selector {
  if (hasQuotesAlone(security)) return Field.Close;
  return kind === 'max' ? Field.High : kind === 'min' ? Field.Low : Field.Close;
}

function nameOf(
  { kind, parameters }: IndicatorRecipe,
  { symbol, data }: Security,
  resolution: Resolution | null | undefined,
): string {
  const bars = `${symbol.value}_${SHORT_NAMES[resolution ?? data.setup.resolution]}`;
  const numbers = parameters.filter((parameter) => typeof parameter === 'number');
  return `${kind.toUpperCase()}(${[...numbers, bars].join(',')})`;
}
