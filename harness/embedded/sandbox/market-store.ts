import type { BacktestSetup } from '../../../runner/domain/executor.ts';
import type { SecurityData } from '../data/security-data.ts';
import { loadSetupData, readSetupFiles, type SetupData } from '../setup-data.ts';
import { sharedBytes } from './shared-bytes.ts';

/** Setups whose data is kept; a run works on a few at a time, one after the other. */
const MAX_KEPT = 8;

/** The setups that the runner named, and the data of the latest ones. */
export interface MarketStore {
  add(setup: number, spec: BacktestSetup): void;
  spec(setup: number): BacktestSetup;
  /** Reads what cannot be read at once; null where there is nothing of the kind to read. */
  read(setup: number): Promise<void> | null;
  /** Reads the data where it is not there. @throws InputError where it cannot be used */
  data(setup: number): SetupData;
  /** Keeps what a thread has read for a setup, so that the others need not. */
  extend(setup: number, securities: readonly SecurityData[]): void;
  readonly sharedBytes: number;
}

export interface MarketStoreOptions {
  readonly onLoading: () => void;
  readonly onLoaded: (sharedBytes: number) => void;
  /** The data of the setup was dropped; whoever holds it should too. */
  readonly onForgotten: (setup: number) => void;
}

export function createMarketStore(options: MarketStoreOptions): MarketStore {
  const specs = new Map<number, BacktestSetup>();
  // In the order of use, oldest first.
  const loaded = new Map<number, SetupData>();

  const spec = (setup: number): BacktestSetup => {
    const found = specs.get(setup);
    if (found === undefined) throw new Error(`Cannot find setup ${setup} in the sandbox`);
    return found;
  };

  const makeRoom = (): void => {
    for (const oldest of loaded.keys()) {
      if (loaded.size < MAX_KEPT) return;
      loaded.delete(oldest);
      options.onForgotten(oldest);
    }
  };

  const load = (setup: number): void => {
    options.onLoading();
    try {
      makeRoom();
      loaded.set(setup, loadSetupData(spec(setup)));
    } finally {
      // Reading leaves garbage behind that would count against the strategies.
      globalThis.gc?.();
      options.onLoaded(sharedBytes([...loaded.values()]));
    }
  };

  return {
    add(setup, added) {
      specs.set(setup, added);
    },
    spec,
    read(setup) {
      const reading = loaded.has(setup) ? null : readSetupFiles(spec(setup));
      if (reading === null) return null;
      options.onLoading();
      // Told again as loaded when the setup's data is made of it.
      return reading.finally(() => options.onLoaded(sharedBytes([...loaded.values()])));
    },
    data(setup) {
      if (!loaded.has(setup)) load(setup);
      const data = loaded.get(setup) as SetupData;
      loaded.delete(setup);
      loaded.set(setup, data);
      return data;
    },
    extend(setup, securities) {
      const data = loaded.get(setup);
      if (data === undefined || 'market' in data) return;
      loaded.set(setup, { ...data, others: securities });
    },
    get sharedBytes() {
      return sharedBytes([...loaded.values()]);
    },
  };
}
