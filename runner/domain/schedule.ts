/** When a job is run again. */
export interface JobSchedule {
  /** Five fields of cron, or a nickname such as `@weekly`. */
  readonly cron: string;
  /** IANA's name of the time zone that the fields are in. */
  readonly timeZone: string;
}

/** `@weekly in UTC` */
export function scheduleText({ cron, timeZone }: JobSchedule): string {
  return `${cron} in ${timeZone}`;
}
