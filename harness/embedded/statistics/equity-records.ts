import { type EquityRecord, keptRecord, wholeRecord } from '../engine/equity-record.ts';
import { sliceCount, type Universe } from '../universe.ts';
import { keptPositions } from './kept-positions.ts';
import { planSampling, type SamplingPlan } from './sampling-plan.ts';

/** The plan counts places in the record's values. */
export interface Recorded {
  readonly plan: SamplingPlan;
  readonly equity: EquityRecord;
}

/** What a backtest in some detail keeps of its equity; reused by the next one. */
export type RecordOf = (detail: 'metrics' | 'full') => Recorded;

/** Small enough to stay near the processor, large enough that what is done between is nothing. */
const WINDOW_SLICES = 65_536;

/** Room for the equity of a universe's backtests: whole where that is little, or all of it is drawn. */
export function createRecords(universe: Universe): RecordOf {
  const length = sliceCount(universe);
  const plan = planSampling(universe.data);
  if (length <= WINDOW_SLICES) {
    const whole: Recorded = { plan, equity: wholeRecord(length) };
    return () => whole;
  }
  const { kept, plan: keptPlan } = keptPositions(plan, length);
  const sampled: Recorded = { plan: keptPlan, equity: keptRecord(kept, WINDOW_SLICES) };
  return (detail) => (detail === 'metrics' ? sampled : { plan, equity: wholeRecord(length) });
}
