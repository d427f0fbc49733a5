/** Trading days, or part of one, without bars. */
export interface Gap {
  readonly start: string;
  readonly end: string;
  /** Trading days, or minutes, that are missing. */
  readonly missing: number;
}
