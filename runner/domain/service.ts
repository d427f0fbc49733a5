/** How a daemon with its server is to be reached, and who hears of it. */
export interface ServiceOptions {
  readonly host: string;
  /** 0 lets the system choose. */
  readonly port: number;
  /** Names with ports under which it is reached beside its own addresses, such as `box.lan:8899`. */
  readonly hosts?: readonly string[];
  /** What the daemon does, a line at a time. */
  readonly log: (line: string) => void;
}

/** The daemon with its server. */
export interface Service {
  readonly url: string;
  /** Lets what is in flight end, then stops everything. */
  drain(): Promise<void>;
  /** Stops everything at once; what was in flight is asked again on resume. */
  stop(): Promise<void>;
}
