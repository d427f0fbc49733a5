/** Evaluations on the disk whose batches are not told yet, by batch. */
export interface OpenBatches {
  /** @param offset of the line, or of any line before it */
  add(batch: number, id: number, offset: number): void;
  /** Forgets the batches before one: they are told. */
  settle(batches: number): void;
  /** Offset of the first line that may be of an open batch; undefined where there is none. */
  readonly from: number | undefined;
  /** Ids of open batches as ranges, both ends included. */
  readonly ranges: readonly (readonly [number, number])[];
}

interface OpenBatch {
  readonly ids: number[];
  offset: number;
}

export function createOpenBatches(): OpenBatches {
  const open = new Map<number, OpenBatch>();
  return {
    add(batch, id, offset) {
      const known = open.get(batch);
      if (known === undefined) {
        open.set(batch, { ids: [id], offset });
        return;
      }
      known.ids.push(id);
      known.offset = Math.min(known.offset, offset);
    },
    settle(batches) {
      for (const batch of open.keys()) if (batch < batches) open.delete(batch);
    },
    get from() {
      const offsets = [...open.values()].map(({ offset }) => offset);
      return offsets.length === 0 ? undefined : Math.min(...offsets);
    },
    get ranges() {
      const ids = [...open.values()].flatMap((batch) => batch.ids).sort((a, b) => a - b);
      const ranges: [number, number][] = [];
      for (const id of ids) {
        const last = ranges.at(-1);
        if (last !== undefined && last[1] === id - 1) last[1] = id;
        else ranges.push([id, id]);
      }
      return ranges;
    },
  };
}
