/** What was done to a daemon, and how often. */
export type Harm =
  | 'kills'
  | 'stops'
  | 'container deaths'
  | 'docker restarts'
  | 'full disks'
  | 'corrupt files'
  | 'stale files'
  | 'second daemons'
  | 're-drops'
  | 'hostile jobs';

export type Counts = Record<Harm, number>;

export function noCounts(): Counts {
  return {
    kills: 0,
    stops: 0,
    'container deaths': 0,
    'docker restarts': 0,
    'full disks': 0,
    'corrupt files': 0,
    'stale files': 0,
    'second daemons': 0,
    're-drops': 0,
    'hostile jobs': 0,
  };
}

/** What is shown of ten minutes: at least so much of each. */
export const WANTED: Partial<Counts> = {
  kills: 200,
  'container deaths': 20,
  'full disks': 20,
  'corrupt files': 20,
};
