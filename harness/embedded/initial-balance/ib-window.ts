const MINUTE = 60_000;

/** When the Initial Balance forms: milliseconds after midnight of a zone's wall clock. */
export interface IbWindow {
  readonly zone: string;
  readonly start: number;
  readonly end: number;
}

export interface IbWindowParameters {
  /** A number from 1 for one of the symbol's windows; 0 where start and end are given. */
  readonly ib_window: number;
  /** `HH:MM`; empty where the window is numbered. */
  readonly ib_start: string;
  readonly ib_end: string;
  readonly ib_timezone: string;
}

interface SymbolWindows {
  readonly zone: string;
  readonly windows: readonly (readonly [start: string, end: string])[];
}

/** The windows that a number stands for. */
const WINDOWS: Readonly<Record<string, SymbolWindows>> = {
  GER40: {
    zone: 'Europe/Berlin',
    windows: [
      ['08:00', '08:30'],
      ['08:00', '09:00'],
      ['09:00', '09:30'],
    ],
  },
  XAUUSD: {
    zone: 'Asia/Tokyo',
    windows: [
      ['09:00', '09:30'],
      ['09:00', '10:00'],
      ['10:00', '10:30'],
    ],
  },
};

/** @throws Error where the parameters name no window */
export function ibWindow(symbol: string, parameters: IbWindowParameters): IbWindow {
  const { ib_window, ib_start, ib_end, ib_timezone } = parameters;
  const known = WINDOWS[symbol];
  const [start, end] =
    ib_start === '' && ib_end === '' ? (known?.windows[ib_window - 1] ?? []) : [ib_start, ib_end];
  if (start === undefined || end === undefined) {
    const wanted =
      known === undefined
        ? `ib_start, ib_end and ib_timezone, since ${symbol} has no numbered windows`
        : `ib_window from 1 to ${known.windows.length}, or ib_start and ib_end`;
    throw new Error(`Cannot find the Initial Balance: wanted ${wanted}, found ${ib_window}`);
  }
  const window = {
    zone: ib_timezone || (known?.zone ?? 'UTC'),
    start: clockMs(start),
    end: clockMs(end),
  };
  if (window.start < window.end) return window;
  throw new Error(`Cannot find the Initial Balance: wanted a start before ${end}, found ${start}`);
}

function clockMs(text: string): number {
  const match = /^([01]?\d|2[0-4]):([0-5]\d)$/.exec(text);
  if (match === null) throw new Error(`Cannot read a time: wanted HH:MM, found "${text}"`);
  return (Number(match[1]) * 60 + Number(match[2])) * MINUTE;
}
