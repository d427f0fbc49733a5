import { InputError } from '../../../runner/domain/errors.ts';
import { createLineSplitter } from '../../../runner/domain/line-splitter.ts';
import { takeUncached, useColumnCache } from '../data/column-cache.ts';
import { dataPreflight } from '../data/data-preflight.ts';
import { securityWarnings } from '../data/data-warnings.ts';
import type { SecurityData } from '../data/security-data.ts';
import { strategyFiles } from '../load-strategy.ts';
import { preparedPreflight } from '../prepare/prepared-preflight.ts';
import { setupDataFiles } from '../setup-data.ts';
import { send } from './answers.ts';
import { describeError } from './describe-error.ts';
import { createMarketStore } from './market-store.ts';
import type {
  PrepareRequest,
  SandboxPreparation,
  SandboxRequest,
  SandboxSettings,
} from './messages.ts';
import { createPhaseSampler, type PhaseSampler } from './phase-sampler.ts';
import { sharedBytes } from './shared-bytes.ts';
import type { Slot, SlotOptions, Task } from './slot.ts';
import type { StrategyDescription, ThreadRequest } from './thread-messages.ts';

/** Takes the runner's requests, reads the data that they need, and gives them to the slots. */
export class Desk implements Pick<SlotOptions, 'setup' | 'onReading' | 'onDescribed'> {
  readonly #settings: SandboxSettings;
  readonly #slots: readonly Slot[];
  readonly #sampler: PhaseSampler;
  readonly #lines = createLineSplitter((line) => this.#receive(JSON.parse(line) as SandboxRequest));
  readonly #store = createMarketStore({
    onLoading: () => send({ type: 'loading' }),
    onLoaded: (sharedBytes) => send({ type: 'loaded', sharedBytes }),
    onForgotten: (setup) => {
      for (const slot of this.#slots) slot.forget(setup);
    },
  });
  /** Tasks whose bars are being read. */
  readonly #late = new Set<number>();
  /** Bytes that threads have read and that the store does not know of. */
  #bytesInThreads = 0;

  constructor(settings: SandboxSettings, slots: readonly Slot[]) {
    this.#settings = settings;
    this.#slots = slots;
    this.#sampler = createPhaseSampler({
      phases: () => slots.map((slot) => slot.phase),
      report: (measuredMs, strategyMs) => send({ type: 'sampled', measuredMs, strategyMs }),
    });
    useColumnCache(settings.columnFolder);
  }

  /** A piece of what the runner says. */
  hear(text: string): void {
    this.#lines.push(text);
  }

  setup(setup: number): Extract<ThreadRequest, { type: 'setup' }> {
    return { type: 'setup', setup, spec: this.#store.spec(setup), data: this.#store.data(setup) };
  }

  /** A thread reads bars on its own: memory may rise until it has told how much they take. */
  onReading(bytes: number | null): void {
    if (bytes === null) send({ type: 'loading' });
    else {
      this.#bytesInThreads += bytes;
      this.#tellLoaded();
    }
  }

  onDescribed(task: PrepareRequest, description: StrategyDescription): void {
    const { defaults, sharing, variations, warnings, securities, uncached } = description;
    orRefuse(task, () => {
      this.#keep(task.setup, securities);
      const found = this.#inspect(task.setup, description);
      const preparation = {
        ...found,
        defaults,
        ...(sharing !== undefined && { sharing }),
        ...(variations !== undefined && { variations }),
        warnings: [...found.warnings, ...warnings],
        uncached: [...found.uncached, ...uncached],
      };
      send({ type: 'prepared', task: task.task, preparation });
    });
  }

  #keep(setup: number, securities: readonly SecurityData[]): void {
    if (securities.length === 0) return;
    this.#store.extend(setup, securities);
    this.#bytesInThreads = Math.max(0, this.#bytesInThreads - sharedBytes(securities));
    this.#tellLoaded();
  }

  #tellLoaded(): void {
    send({ type: 'loaded', sharedBytes: this.#store.sharedBytes + this.#bytesInThreads });
  }

  #inspect(
    setup: number,
    asked: Pick<StrategyDescription, 'securities' | 'benchmarks'>,
  ): Omit<SandboxPreparation, 'defaults'> {
    const spec = this.#store.spec(setup);
    const data = this.#store.data(setup);
    const { barCount, available, warnings } = data;
    return {
      bars: barCount,
      available,
      preflight: 'own' in data ? dataPreflight(data.own) : preparedPreflight(data),
      warnings: [...warnings, ...asked.securities.flatMap(securityWarnings)],
      strategyFiles: strategyFiles(spec.strategy, this.#settings.projectRoot),
      dataFiles: setupDataFiles(spec, asked),
      uncached: takeUncached(),
    };
  }

  #receive(request: SandboxRequest): void {
    if (request.type === 'setup') this.#store.add(request.setup, request.spec);
    else if (request.type === 'cancel') this.#cancel(request.task);
    else orRefuse(request, () => this.#start(request));
  }

  #start(task: Task): void {
    const slot = this.#slots[task.slot - 1];
    if (slot === undefined) {
      throw new Error(`Cannot find slot ${task.slot} of ${this.#slots.length}`);
    }
    slot.warm();
    const reading = this.#store.read(task.setup);
    if (reading === null) this.#begin(task, slot);
    else {
      this.#late.add(task.task);
      reading.then(
        () => orRefuse(task, () => this.#late.delete(task.task) && this.#begin(task, slot)),
        (error: unknown) =>
          orRefuse(task, () => {
            this.#late.delete(task.task);
            throw error;
          }),
      );
    }
  }

  #begin(task: Task, slot: Slot): void {
    // Read here, where an error has somebody to go to; the slot finds it in the store.
    this.#store.data(task.setup);
    slot.take(task);
    this.#sampler.wake();
  }

  #cancel(task: number): void {
    this.#late.delete(task);
    for (const slot of this.#slots) slot.cancel(task);
  }
}

function orRefuse({ task }: Task, work: () => void): void {
  try {
    work();
  } catch (error) {
    const wanted = 'data that can be read';
    if (error instanceof InputError) {
      const action = error.message.split(':\n')[0] ?? '';
      send({ type: 'refused', task, action, problems: error.problems });
    } else {
      const problems = [{ path: 'data', wanted, found: describeError(error) }];
      send({ type: 'refused', task, action: 'Cannot prepare the backtest', problems });
    }
  }
}
