/** An entry of an economic calendar. */
export interface NewsEvent {
  /** UTC milliseconds. */
  readonly time: number;
  /** Such as `EUR`, in capitals. */
  readonly currency: string;
  readonly impact: 'high' | 'medium' | 'low' | 'none';
  readonly title: string;
}
