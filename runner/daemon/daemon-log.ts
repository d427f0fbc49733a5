/** Where the daemon says what it does; the log of a run is the run's own. */
export type DaemonLog = (level: 'info' | 'warn' | 'error', message: string) => void;
