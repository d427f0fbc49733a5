export interface Ranked {
  readonly id: number;
  readonly score: number;
}

/** The best of many, best first, the older of equals first. */
export interface TopList {
  readonly list: readonly Ranked[];
  add(id: number, score: number): void;
}

export function createTopList(most: number): TopList {
  const list: Ranked[] = [];
  return {
    list,
    add(id, score) {
      const worst = list[most - 1];
      if (Number.isNaN(score) || (worst !== undefined && !isBefore(id, score, worst))) return;
      let low = 0;
      let high = list.length;
      while (low < high) {
        const middle = (low + high) >> 1;
        if (isBefore(id, score, list[middle] as Ranked)) high = middle;
        else low = middle + 1;
      }
      list.splice(low, 0, { id, score });
      list.length = Math.min(list.length, most);
    },
  };
}

function isBefore(id: number, score: number, other: Ranked): boolean {
  return score > other.score || (score === other.score && id < other.id);
}
