import type { SlotsEvent } from '../../runner/server/views.ts';
import { formatDuration, formatNumber, formatValue } from './format.ts';

type Busy = SlotsEvent['busy'][number];

/** What a slot is at, in words. */
export interface SlotLine {
  readonly slot: number;
  /** Null where it is at no evaluation. */
  readonly evaluation: number | null;
  readonly symbol: string;
  readonly doing: string;
  readonly parameters: string;
  readonly time: string;
}

/** Every slot that there is, those that wait included. */
export function slotLines({ count, busy }: SlotsEvent): readonly SlotLine[] {
  const bySlot = new Map(busy.map((one) => [one.slot, one]));
  return Array.from({ length: count }, (_, place) => lineOf(place + 1, bySlot.get(place + 1)));
}

function lineOf(slot: number, busy: Busy | undefined): SlotLine {
  if (busy === undefined) {
    const waiting = { doing: 'waiting', parameters: '', time: '', symbol: '' };
    return { slot, evaluation: null, ...waiting };
  }
  const { evaluation, params, seconds, behind, symbol } = busy;
  const more = behind > 0 ? `, ${formatNumber(behind)} behind it` : '';
  return {
    slot,
    evaluation,
    symbol,
    doing: evaluation === null ? 'engine: preparing or handing back' : '',
    parameters: Object.entries(params)
      .map(([name, value]) => `${name} ${formatValue(value, 5)}`)
      .join('  '),
    // Less than that is over before it can be read.
    time: `${seconds < 0.1 ? '< 0.1 s' : formatDuration(seconds)}${more}`,
  };
}
