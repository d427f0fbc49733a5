import type { StepMarket } from '../steps/step-market.ts';
import { type IbParameters, newsCurrencies, spreadOf } from './parameters.ts';

/** @throws Error where the symbol's spread is not known */
export function checkMarket(market: StepMarket, params: IbParameters): readonly string[] {
  spreadOf(market.symbol, params.spread);
  if (!params.news_filter) return [];
  const { news } = market;
  if (news === null) {
    return [
      'The news filter is on, but there is no calendar: nothing is filtered. Give one with `leantune prepare --news FILE`, or switch it off with --no-news-filter',
    ];
  }
  const currencies = newsCurrencies(market.symbol, params.news_currencies);
  const counts = news.filter(
    ({ impact, currency }) => impact === 'high' && currencies.includes(currency),
  );
  if (counts.length > 0) return [];
  return [
    `The news filter is on, but the calendar has no high-impact event of ${currencies.join(' and ')}`,
  ];
}
