/** How a harness process ended. */
export interface HarnessEnd {
  /** In words that go on from "its harness", such as `ended with code 3`. */
  readonly how: string;
  /** It was ended because it had more memory than it may have. */
  readonly outOfMemory: boolean;
}

/** What a channel tells of. Text comes in pieces of any length. */
export interface ChannelListener {
  onOutput(text: string): void;
  onLog(text: string): void;
}

/** The lines to and from one harness process, wherever it runs. */
export interface HarnessChannel {
  /** For messages, such as `process 4711` or `container leantune-1f2e`. */
  readonly name: string;
  /** Hears the process from now on; nothing it said before is lost. */
  listen(listener: ChannelListener): void;
  write(line: string): void;
  /** Resolves when the process is gone, with all that it said before told. */
  readonly ended: Promise<HarnessEnd>;
  /** Ends the process at once, whatever it does. */
  kill(): void;
  /** Lets it end by itself, for a moment; then ends it. Resolves when it is gone. */
  close(): Promise<void>;
}

/** What a harness process needs around it. Workers started for equal keys are interchangeable. */
export interface HarnessKit {
  readonly key: string;
  /** Program and arguments, as they are called where the harness runs. */
  readonly command: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  /** Working folder where it runs. */
  readonly folder?: string | undefined;
  /** Folders of this machine that it reads, and what they are called where it runs. */
  readonly mounts: readonly Mount[];
  /** What keeps its container alive between processes, where that is not `sleep`. */
  readonly keepAlive?: readonly string[] | undefined;
}

export interface Mount {
  readonly source: string;
  readonly target: string;
  /** The source is the name of a volume. */
  readonly volume?: boolean;
}

/** Starts harness processes of one kind, and leaves none behind. */
export interface HarnessLauncher extends AsyncDisposable {
  /** At most as many as were asked for. */
  readonly slots: number;
  /** Removes what a runner that died has left behind. @throws BacktestError where nothing can start */
  start(): Promise<void>;
  /** @throws Error where it cannot be started */
  launch(slot: number, kit: HarnessKit, signal: AbortSignal): Promise<HarnessChannel>;
}
