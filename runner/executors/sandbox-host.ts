import { statSync } from 'node:fs';
import { dirname, relative, resolve } from 'node:path';
import { BacktestError } from '../domain/errors.ts';
import type { BacktestSetup } from '../domain/executor.ts';
import { type SandboxOptions, SandboxProcess } from './sandbox-process.ts';
import { createSemaphore, type Release } from './semaphore.ts';

/** A sandbox that knows a setup and may read what it needs, on loan. */
export interface SandboxLease {
  readonly sandbox: SandboxProcess;
  /** The number that the sandbox knows the setup by. */
  readonly setup: number;
  release: Release;
}

export type Company = 'together' | 'alone';

/**
 * Keeps one sandbox alive: starts it when it is first needed, replaces it when it has ended or when
 * a setup needs to read something else. Lends it to many at a time, or to one alone.
 */
export class SandboxHost {
  readonly #options: Omit<SandboxOptions, 'readable'>;
  readonly #leases;
  readonly #readable = new Set<string>();
  /** Setups whose files may be read. */
  readonly #checked = new WeakSet<BacktestSetup>();
  readonly #numbers = new WeakMap<BacktestSetup, number>();
  readonly #contents = new Map<string, number>();
  #sandbox: Promise<SandboxProcess> | null = null;
  /** Numbers of the setups that the living sandbox was told. */
  #known = new Set<number>();
  #disposed = false;

  constructor(options: Omit<SandboxOptions, 'readable'>) {
    this.#options = options;
    this.#leases = createSemaphore(options.slots);
  }

  /**
   * @param company `alone` waits until nobody else has the sandbox, and keeps others out
   * @throws BacktestError (retriable) where no sandbox can be started
   */
  async lease(setup: BacktestSetup, company: Company, signal: AbortSignal): Promise<SandboxLease> {
    if (!this.#checked.has(setup)) await this.#makeReadable(setup, signal);
    const permits = company === 'alone' ? this.#options.slots : 1;
    const release = await this.#leases.acquire(permits, signal);
    try {
      const sandbox = await this.#living(company);
      return { sandbox, setup: this.#introduce(sandbox, setup), release };
    } catch (error) {
      release();
      throw error;
    }
  }

  /** Ends the sandbox once nobody has it, so that the next lease gets a new one. */
  async renew(signal: AbortSignal): Promise<void> {
    const release = await this.#leases.acquire(this.#options.slots, signal);
    try {
      await this.#end();
    } finally {
      release();
    }
  }

  /** Ends the sandbox, whoever has it. */
  async dispose(): Promise<void> {
    this.#disposed = true;
    await this.#end();
  }

  async #end(): Promise<void> {
    const sandbox = await this.#sandbox?.catch(() => null);
    sandbox?.end();
    await sandbox?.gone;
  }

  /** What a process may read is settled when it starts: another one has to take over. */
  async #makeReadable(setup: BacktestSetup, signal: AbortSignal): Promise<void> {
    const needed = [setup.dataFolder, ...strategyPath(setup.strategy, this.#options.projectRoot)];
    const missing = needed.filter((path) => !this.#readable.has(path));
    if (missing.length > 0 && this.#sandbox !== null) await this.renew(signal);
    for (const path of missing) this.#readable.add(path);
    this.#checked.add(setup);
  }

  /** One at a time, so that two who find it ended do not both start another. */
  #living(company: Company): Promise<SandboxProcess> {
    this.#sandbox = this.#replace(this.#sandbox, company);
    return this.#sandbox;
  }

  async #replace(
    previous: Promise<SandboxProcess> | null,
    company: Company,
  ): Promise<SandboxProcess> {
    const current = (await previous?.catch(() => null)) ?? null;
    if (current === null) return this.#start();
    // Who is alone must not be charged for what those before it left in memory.
    const full = company === 'alone' && current.isOverMemory();
    if (current.isUsable && !full) return current;
    await current.gone;
    return this.#start();
  }

  async #start(): Promise<SandboxProcess> {
    if (this.#disposed) throw new Error('Cannot start a sandbox: the executor was disposed');
    this.#known = new Set();
    try {
      return await SandboxProcess.start({ ...this.#options, readable: [...this.#readable] });
    } catch (error) {
      throw new BacktestError((error as Error).message, { retriable: true, cause: error });
    }
  }

  /** The sandbox learns a setup once; setups with the same content are one. */
  #introduce(sandbox: SandboxProcess, setup: BacktestSetup): number {
    const number = this.#numbers.get(setup) ?? this.#numberOf(setup);
    if (!this.#known.has(number)) sandbox.send({ type: 'setup', setup: number, spec: setup });
    this.#known.add(number);
    return number;
  }

  #numberOf(setup: BacktestSetup): number {
    const content = JSON.stringify(setup);
    const number = this.#contents.get(content) ?? this.#contents.size;
    this.#contents.set(content, number);
    this.#numbers.set(setup, number);
    return number;
  }
}

/**
 * What may be read for a strategy that is a file: its folder, for the files beside it. Not where
 * that would open the whole project, with the daemon's token in it, or a folder above it. A file
 * that is missing may be looked for, so that it is found missing and not forbidden.
 */
export function strategyPath(strategy: string, projectRoot: string): string[] {
  const file = resolve(projectRoot, strategy);
  const found = statSync(file, { throwIfNoEntry: false });
  if (found?.isDirectory() === true) return [];
  const folder = dirname(file);
  const holdsProject = !relative(folder, projectRoot).startsWith('..');
  return [found === undefined || holdsProject ? file : folder];
}
