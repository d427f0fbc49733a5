import { isDeepStrictEqual } from 'node:util';
import type { BacktestRequest, Outcome } from '../domain/executor.ts';
import type { HarnessEnd } from './harness-channel.ts';
import type { Reply } from './harness-client.ts';
import type { HarnessPool, PoolWorker } from './harness-pool.ts';
import type { ReadySetup } from './harness-program.ts';
import { createHarnessTrust, type Given } from './harness-trust.ts';
import { readAnswer } from './read-answer.ts';
import { failedOutcome } from './read-outcomes.ts';
import type { TimeLimit } from './time-limit.ts';

const CANNOT = 'Cannot finish the backtest';

export interface HarnessRunOptions {
  readonly pool: HarnessPool;
  readonly limit: TimeLimit;
  readonly canaryEvery: number;
  /**
   * `warn`: something about results that were given already. `info`: which worker is at a setup in a
   * slot, and when it is another.
   */
  readonly tell: (text: string, level: 'info' | 'warn') => void;
}

export interface Place {
  readonly slot: number;
  readonly ready: ReadySetup;
  readonly signal: AbortSignal;
}

interface Asked {
  readonly worker: PoolWorker;
  readonly reply: Reply;
  /** The process had done nothing before. */
  readonly fresh: boolean;
  readonly tookMs: number;
  /** How long it might have taken. */
  readonly limitMs: number;
}

/** Carries backtests out in the pool's harnesses, whatever becomes of these. */
export class HarnessRun {
  readonly #options: HarnessRunOptions;
  readonly #trust;
  /** Told once, however many harnesses show it. */
  #bleeds = false;
  /** By slot: the worker that was noted last. */
  readonly #noted = new WeakMap<ReadySetup, Map<number, string>>();

  constructor(options: HarnessRunOptions) {
    this.#options = options;
    this.#trust = createHarnessTrust<ReadySetup>(options.canaryEvery);
  }

  /** @throws BacktestError where no harness can be started */
  async backtest(request: BacktestRequest, place: Place): Promise<Outcome> {
    await this.#checkCanary(place);
    let asked = await this.#ask(request, place);
    // A harness may end for reasons of its own, or of those before: only a second one counts.
    if (asked.reply.kind === 'ended' && !asked.reply.end.outOfMemory) {
      asked = await this.#ask(request, place);
    }
    // A harness that was used may have been full before.
    if (isOutOfMemory(asked.reply) && !asked.fresh) asked = await this.#ask(request, place);
    const outcome = this.#outcomeOf(asked, request, place);
    if (outcome.status === 'complete') {
      const given = { setup: place.ready, params: request.params, metrics: outcome.metrics };
      this.#trust.note(asked.worker, given, asked.fresh);
    }
    return outcome;
  }

  async #ask(
    request: Pick<BacktestRequest, 'params' | 'detail' | 'milestones'>,
    { slot, ready, signal }: Place,
  ): Promise<Asked> {
    const { pool, limit } = this.#options;
    const worker = await pool.worker(slot, ready.kit, signal);
    signal.throwIfAborted();
    this.#note(worker, ready);
    const fresh = worker.backtests++ === 0;
    const startedAt = performance.now();
    const { milestones } = request;
    const fields = { ...ready.fields(request), ...(milestones && { milestones }) };
    const limitMs = limit.current;
    const reply = await worker.client.ask(fields, { timeoutMs: limitMs, signal });
    const tookMs = performance.now() - startedAt;
    if (reply.kind === 'answer') {
      if (reply.answer.status === 'complete') limit.record(tookMs);
      const { memory_mb: memoryMb } = reply.answer;
      if (typeof memoryMb === 'number') worker.memoryMb = memoryMb;
      pool.breaker.answered();
    } else if (reply.kind === 'ended' && fresh && !signal.aborted) {
      pool.breaker.died(reply.end.how, request);
    }
    return { worker, reply, fresh, tookMs, limitMs };
  }

  /** Evaluations name their slot; whose work that was is found by what is noted here. */
  #note({ slot, client: { name } }: PoolWorker, ready: ReadySetup): void {
    const noted = this.#noted.get(ready) ?? new Map<number, string>();
    this.#noted.set(ready, noted);
    if (noted.get(slot) === name) return;
    noted.set(slot, name);
    this.#options.tell(`Slot ${slot} is ${name}`, 'info');
  }

  #outcomeOf(
    { reply, tookMs, fresh, limitMs }: Asked,
    request: BacktestRequest,
    { slot, ready }: Place,
  ): Outcome {
    if (reply.kind === 'answer') {
      const { parametersRead } = ready;
      return readAnswer(reply.answer, { request, slot, tookMs, parametersRead });
    }
    const failure = reply.kind === 'ended' ? endFailure(reply.end, fresh) : lateFailure(limitMs);
    return { ...failedOutcome(request, slot, failure), ms: tookMs };
  }

  /** Repeats the canary where it is time to; where it comes out otherwise, deals with the results. */
  async #checkCanary(place: Place): Promise<void> {
    const { pool } = this.#options;
    const worker = await pool.worker(place.slot, place.ready.kit, place.signal);
    const canary = this.#trust.canary(worker);
    if (canary === null) return;
    const { found, by } = await this.#repeat(canary, place);
    // Ended meanwhile, or recycled: another process says nothing about this one.
    if (found === null || by !== worker) return;
    if (isDeepStrictEqual(found, canary.metrics)) {
      this.#trust.confirm(worker);
      return;
    }
    const suspects = this.#trust.suspects(worker);
    pool.isolate();
    await pool.replace(worker);
    await this.#settleSuspects(suspects, { worker, place });
  }

  /** The metrics of one more try; an empty record where it failed, null where its harness ended. */
  async #repeat(given: Given<ReadySetup>, { slot, signal }: Place) {
    const place = { slot, ready: given.setup, signal };
    const asked = await this.#ask({ params: given.params, detail: 'metrics' }, place);
    signal.throwIfAborted();
    const { worker: by } = asked;
    if (asked.reply.kind !== 'answer') return { found: null, by };
    const request = { id: 0, params: given.params, detail: 'metrics' } as BacktestRequest;
    const outcome = this.#outcomeOf(asked, request, place);
    return { found: outcome.status === 'complete' ? outcome.metrics : {}, by };
  }

  /** Runs them again, each in a process of its own, and names those that were wrong. */
  async #settleSuspects(
    suspects: readonly Given<ReadySetup>[],
    { worker, place }: { readonly worker: PoolWorker; readonly place: Place },
  ): Promise<void> {
    const warn = (text: string): void => this.#options.tell(text, 'warn');
    const wrong: string[] = [];
    for (const suspect of suspects) {
      const { found } = await this.#repeat(suspect, place);
      if (found !== null && !isDeepStrictEqual(found, suspect.metrics)) {
        const { net_pnl: said } = suspect.metrics;
        const { net_pnl: now } = found as Readonly<Record<string, number>>;
        wrong.push(
          `${JSON.stringify(suspect.params)} (net_pnl ${said}, in a fresh process ${now})`,
        );
      }
    }
    if (!this.#bleeds) {
      warn(
        'The strategy carries state from one backtest to the next: the same parameters gave other ' +
          `metrics in ${worker.client.name} than in a fresh process. From now on every backtest ` +
          'gets a process of its own, which is slower',
      );
    }
    this.#bleeds = true;
    const of = `of ${suspects.length} results that were given before this was found`;
    if (wrong.length === 0) warn(`None ${of} is wrong: they came out the same when repeated`);
    else warn(`${wrong.length} ${of} are wrong: ${wrong.join('; ')}`);
  }
}

function isOutOfMemory(reply: Reply): boolean {
  return reply.kind === 'ended' && reply.end.outOfMemory;
}

function endFailure({ how, outOfMemory }: HarnessEnd, fresh: boolean) {
  return { error: `${CANNOT}: its harness ${how}`, retriable: !(outOfMemory && fresh) };
}

function lateFailure(timeoutMs: number) {
  const wanted = `an end within ${timeoutMs / 1000} s`;
  return { error: `${CANNOT}: wanted ${wanted}, found it still running`, retriable: true };
}
