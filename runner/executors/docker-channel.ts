import { Socket } from 'node:net';
import { type Duplex, PassThrough } from 'node:stream';
import type Docker from 'dockerode';
import { dockerMessage, isGone } from './docker-errors.ts';
import { removeContainer } from './docker-labels.ts';
import type { ChannelListener, HarnessChannel, HarnessEnd, HarnessKit } from './harness-channel.ts';

/** How long a harness may take to end by itself once its input has ended. */
const CLOSE_MS = 3_000;
const KILL_MS = 10_000;
/** The daemon may hear of the end of a process a little later than its reader does. */
const EXIT_TRIES = 20;
const EXIT_PAUSE_MS = 50;
/** The daemon may hear of the end of a container a little later than of that of its processes. */
const STOP_TRIES = 10;
const STOP_PAUSE_MS = 100;
/** Code of a process that was ended by SIGKILL, as the kernel does when memory is used up. */
const KILLED = 137;

export interface DockerChannelOptions {
  readonly docker: Docker;
  readonly container: Docker.Container;
  readonly kit: HarnessKit;
  readonly memoryLimitMb: number;
  /** Hears that the container is about to be removed. */
  readonly onKill: () => void;
}

/** A harness as a process of a warm container. @throws Error where it cannot be started */
export async function openExec(options: DockerChannelOptions): Promise<HarnessChannel> {
  const { container, kit } = options;
  try {
    const exec = await container.exec({
      Cmd: [...kit.command],
      AttachStdin: true,
      AttachStdout: true,
      AttachStderr: true,
      Tty: false,
      Env: Object.entries(kit.environment).map(([name, value]) => `${name}=${value}`),
      ...(kit.folder !== undefined && { WorkingDir: kit.folder }),
    });
    const stream = await exec.start({ hijack: true, stdin: true });
    if (!(stream instanceof Socket)) throw new Error('Docker opened no stream to it');
    // A backtest may be silent for as long as the job lets it.
    stream.setTimeout(0);
    return new DockerChannel(exec, stream, options);
  } catch (error) {
    throw new Error(`Cannot start "${kit.command[0]}" in its container: ${dockerMessage(error)}`, {
      cause: error,
    });
  }
}

class DockerChannel implements HarnessChannel {
  readonly #exec: Docker.Exec;
  readonly #stream: Duplex;
  readonly #options: DockerChannelOptions;
  readonly #ended = Promise.withResolvers<HarnessEnd>();
  readonly name: string;
  /** When the container had begun that the harness was started in; null where nobody knows. */
  readonly #startedAt: Promise<string | null>;
  #killed = false;

  constructor(exec: Docker.Exec, stream: Duplex, options: DockerChannelOptions) {
    this.#exec = exec;
    this.#stream = stream;
    this.#options = options;
    this.name = `container ${options.container.id.slice(0, 12)}`;
    this.#startedAt = options.container.inspect().then(
      ({ State }) => State.StartedAt,
      () => null,
    );
    // Not `error` alone: a container that is ended tells only of the end of the stream.
    stream.on('error', () => {});
    stream.once('close', () => this.#onClose());
    stream.once('end', () => this.#stream.end());
  }

  get ended(): Promise<HarnessEnd> {
    return this.#ended.promise;
  }

  listen(listener: ChannelListener): void {
    const [output, log] = [new PassThrough(), new PassThrough()];
    output.setEncoding('utf8').on('data', (text: string) => listener.onOutput(text));
    log.setEncoding('utf8').on('data', (text: string) => listener.onLog(text));
    this.#options.docker.modem.demuxStream(this.#stream, output, log);
  }

  write(line: string): void {
    // A write after the end is an error on some streams and none on others.
    if (this.#stream.writable) this.#stream.write(line);
  }

  kill(): void {
    if (this.#killed) return;
    this.#killed = true;
    this.#options.onKill();
    // The process would go on where only its reader goes (moby#34683).
    const leave = (): void => void this.#stream.destroy();
    // A daemon that hangs must not keep the runner waiting; it is asked again at the end.
    const timer = setTimeout(leave, KILL_MS);
    removeContainer(this.#options.container)
      .catch(() => {})
      .finally(() => {
        clearTimeout(timer);
        leave();
      });
  }

  async close(): Promise<void> {
    const timer = setTimeout(() => this.kill(), CLOSE_MS);
    this.#stream.end();
    await this.ended;
    clearTimeout(timer);
  }

  async #onClose(): Promise<void> {
    this.#ended.resolve(await this.#howItEnded());
  }

  async #howItEnded(): Promise<HarnessEnd> {
    if (this.#killed) return { how: 'was ended with its container', outOfMemory: false };
    try {
      const code = await this.#exitCode();
      const State = await this.#containerAfter(code);
      if (!State.Running) {
        return {
          how: `lost its container, which ended with code ${State.ExitCode}`,
          outOfMemory: State.OOMKilled,
        };
      }
      if (State.StartedAt !== ((await this.#startedAt) ?? State.StartedAt)) {
        return { how: 'lost its container, which was started again', outOfMemory: false };
      }
      if (code !== KILLED) return { how: `ended with code ${code}`, outOfMemory: false };
      const { memoryLimitMb } = this.#options;
      const how = `was killed: its container may have ${memoryLimitMb} MB of memory`;
      return { how, outOfMemory: true };
    } catch (error) {
      const how = isGone(error)
        ? 'its container, which was removed'
        : `Docker: ${dockerMessage(error)}`;
      return { how: `lost ${how}`, outOfMemory: false };
    }
  }

  /** A process that was killed may be the first sign of a container that is: that is no lack of memory. */
  async #containerAfter(code: number | null): Promise<Docker.ContainerInspectInfo['State']> {
    const { container } = this.#options;
    const before = await this.#startedAt;
    let { State } = await container.inspect();
    for (let tries = 0; tries < STOP_TRIES && code === KILLED; tries++) {
      if (!State.Running || State.OOMKilled || State.StartedAt !== (before ?? State.StartedAt))
        break;
      await new Promise((resolve) => setTimeout(resolve, STOP_PAUSE_MS));
      ({ State } = await container.inspect());
    }
    return State;
  }

  async #exitCode(): Promise<number | null> {
    for (let tries = 0; tries < EXIT_TRIES; tries++) {
      const { Running, ExitCode } = await this.#exec.inspect();
      if (!Running) return ExitCode;
      await new Promise((resolve) => setTimeout(resolve, EXIT_PAUSE_MS));
    }
    // Its output has ended, it has not: nobody can speak with it any more.
    this.kill();
    return null;
  }
}
