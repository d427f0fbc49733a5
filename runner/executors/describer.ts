import { join } from 'node:path';
import type { SandboxPreparation } from '../../harness/embedded/sandbox/messages.ts';
import { BacktestError, InputError, type Problem } from '../domain/errors.ts';
import type { BacktestSetup } from '../domain/executor.ts';
import { embeddedFields, embeddedKit } from './embedded-kit.ts';
import { createHarnessClient, type HarnessAnswer, type HarnessClient } from './harness-client.ts';
import { openProcess } from './process-channel.ts';
import { createProcessNotes, NOTES } from './process-leftovers.ts';
import { strategyPath } from './sandbox-host.ts';

/** Reading years of minute bars takes a while. */
const DESCRIBE_MS = 120_000;

export interface DescriberOptions {
  readonly projectRoot: string;
  readonly memoryLimitMb: number;
  readonly cacheFolder: string;
  readonly log: (text: string) => void;
}

/**
 * Says what backtests of a setup read, by the embedded engine in a confined process of its own on
 * this machine, whatever engine and machine the backtests run on.
 */
export interface Describer extends AsyncDisposable {
  /** @throws InputError where the strategy, the symbol or the data cannot be used */
  describe(setup: BacktestSetup, signal: AbortSignal): Promise<SandboxPreparation>;
  /** Forgets what it has read: files have changed. */
  renew(): Promise<void>;
}

export function createDescriber(options: DescriberOptions): Describer {
  const readable = new Set<string>();
  // One that was halted does not hear that its runner is gone: the next runner finds it by its note.
  const notes = createProcessNotes(join(options.cacheFolder, NOTES.describer));
  let client: Promise<HarnessClient> | null = null;
  let disposed = false;

  const end = async (): Promise<void> => {
    const ending = await client?.catch(() => null);
    client = null;
    ending?.kill();
    await ending?.close();
  };

  const start = async (): Promise<HarnessClient> => {
    if (disposed) throw new Error('The executor was disposed');
    const { projectRoot, log } = options;
    // Data of all symbols stay in memory: no strategy but the one described runs here.
    const memoryLimitMb = 4 * options.memoryLimitMb;
    const kitOptions = { projectRoot, memoryLimitMb, node: process.execPath };
    const kit = embeddedKit(kitOptions, [...readable]);
    await notes.sweep();
    const channel = await openProcess({ kit, memoryLimitMb: Number.POSITIVE_INFINITY });
    // What cannot be noted, on a full disk, ends by itself nearly always.
    const noted = notes.add(channel.pid).catch(() => {});
    void Promise.all([channel.ended, noted]).then(() => notes.remove(channel.pid).catch(() => {}));
    return createHarnessClient(channel, { log, cancelMs: 0 });
  };

  const living = async (setup: BacktestSetup): Promise<HarnessClient> => {
    const strategy =
      setup.engine === 'lean' ? [] : strategyPath(setup.strategy, options.projectRoot);
    const missing = [setup.dataFolder, ...strategy].filter((path) => !readable.has(path));
    for (const path of missing) readable.add(path);
    const current = await client?.catch(() => null);
    if (missing.length > 0 || current?.isUsable !== true) await end();
    client ??= start();
    return client;
  };

  let last: Promise<unknown> = Promise.resolve();
  /** One at a time: another setup may need another process. */
  const inTurn = <Value>(work: () => Promise<Value>): Promise<Value> => {
    const turn = last.then(work, work);
    last = turn.catch(() => {});
    return turn;
  };

  return {
    describe: (setup, signal) =>
      inTurn(async () => {
        const asked = await living(setup);
        const fields = { ...embeddedFields(setup, { params: {}, detail: 'metrics' }) };
        const question = { ...fields, describe: true };
        const reply = await asked.ask(question, { timeoutMs: DESCRIBE_MS, signal });
        signal.throwIfAborted();
        if (reply.kind === 'answer') return readDescription(reply.answer);
        const how = reply.kind === 'ended' ? reply.end.how : 'did not answer';
        throw new BacktestError(`Cannot prepare the backtest: its process ${how}`, {
          retriable: true,
        });
      }),
    renew: () => inTurn(end),
    async [Symbol.asyncDispose]() {
      disposed = true;
      await end();
    },
  };
}

function readDescription(answer: HarnessAnswer): SandboxPreparation {
  if (answer.status === 'described') return answer['preparation'] as SandboxPreparation;
  const message = String(answer['message']);
  const [action = ''] = message.split(':\n');
  const wanted = 'a strategy that can be loaded';
  const problems = answer['problems'] as readonly Problem[] | undefined;
  if (problems !== undefined) throw new InputError(action, problems);
  throw new InputError('Cannot prepare the backtest', [
    { path: 'strategy', wanted, found: message },
  ]);
}
