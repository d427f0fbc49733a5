/** What a run sends word of. */
export const NOTICE_KINDS = ['start', 'progress', 'best', 'stage', 'finish', 'failure'] as const;

export type NoticeKind = (typeof NOTICE_KINDS)[number];

/** What a template may name, in double braces. */
export const NOTICE_FIELDS = [
  'kind',
  'title',
  'run',
  'name',
  'study',
  'symbol',
  'state',
  'reason',
  'stage',
  'evaluations',
  'planned',
  'rate',
  'elapsed',
  'eta',
  'id',
  'fitness',
  'net_pnl',
  'max_drawdown',
  'trade_count',
  'sharpe_ratio',
  'params',
  'url',
] as const;

export type NoticeField = (typeof NOTICE_FIELDS)[number];

/** Word of something that happened in a run, for people who are not looking. */
export interface Notice {
  readonly kind: NoticeKind;
  /** One line. */
  readonly title: string;
  /** The rest, a line each. */
  readonly lines: readonly string[];
  /** What is not known is absent. */
  readonly values: Readonly<Partial<Record<NoticeField, string | number>>>;
  /** ISO 8601 in UTC. */
  readonly at: string;
}
