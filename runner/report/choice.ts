/** Which sets of a run are meant; the best of every search where nothing is said. */
export interface Choice {
  /** The searches of this symbol alone. */
  readonly symbol?: string | undefined;
  /** This evaluation, valid or not, in place of the best. */
  readonly evaluation?: number | undefined;
  /** So many of each search; 1 where absent. */
  readonly top?: number | undefined;
  /** The metric that ranks sets; fitness where absent. */
  readonly by?: string | undefined;
  /** Whether less of the metric is better; what it usually is where absent. */
  readonly ascending?: boolean | undefined;
}

/** What ranked sets, and whether less of it was better. */
export interface RankedBy {
  readonly by: string;
  readonly ascending: boolean;
}
