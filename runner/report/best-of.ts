/** Keeps the ids of the best by fitness out of any number. */
export interface BestOf {
  add(id: number, fitness: number): void;
  ids(): ReadonlySet<number>;
  /** The same, best first; of equals the lower id. */
  ranked(): readonly number[];
}

/** A binary heap with the worst of the kept on top, so that most are turned away by one comparison. */
export function createBestOf(most: number): BestOf {
  const fitnesses = new Float64Array(Math.max(1, most));
  const kept = new Float64Array(Math.max(1, most));
  let count = 0;

  const swap = (a: number, b: number): void => {
    const [fitness, id] = [fitnesses[a] as number, kept[a] as number];
    fitnesses[a] = fitnesses[b] as number;
    kept[a] = kept[b] as number;
    fitnesses[b] = fitness;
    kept[b] = id;
  };
  const up = (start: number): void => {
    let place = start;
    while (place > 0) {
      const above = (place - 1) >> 1;
      if ((fitnesses[above] as number) <= (fitnesses[place] as number)) return;
      swap(above, place);
      place = above;
    }
  };
  const down = (): void => {
    let place = 0;
    for (;;) {
      const [left, right] = [2 * place + 1, 2 * place + 2];
      let least = place;
      if (left < count && (fitnesses[left] as number) < (fitnesses[least] as number)) least = left;
      if (right < count && (fitnesses[right] as number) < (fitnesses[least] as number)) {
        least = right;
      }
      if (least === place) return;
      swap(least, place);
      place = least;
    }
  };

  return {
    add(id, fitness) {
      if (count < most) {
        fitnesses[count] = fitness;
        kept[count] = id;
        up(count++);
      } else if (most > 0 && fitness > (fitnesses[0] as number)) {
        fitnesses[0] = fitness;
        kept[0] = id;
        down();
      }
    },
    ids: () => new Set(kept.subarray(0, count)),
    ranked: () =>
      Array.from({ length: count }, (_, place) => place)
        .sort(
          (a, b) =>
            (fitnesses[b] as number) - (fitnesses[a] as number) ||
            (kept[a] as number) - (kept[b] as number),
        )
        .map((place) => kept[place] as number),
  };
}
