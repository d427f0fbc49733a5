import type { Parameter } from '../domain/parameter.ts';
import type { Random } from '../domain/random.ts';

/** Probabilities of the categories, moved like the normal distribution beside them. */
export interface CategoryDistribution {
  /** A level of each parameter. */
  draw(random: Random): number[];
  /** Learns from the levels of a generation, the best first. */
  update(levels: readonly (readonly number[])[], weights: Float64Array): void;
}

/**
 * The categorical part of CatCMA (Hamano, Saito, Nomura, Uchida & Shirakawa 2024, arXiv:2405.09962):
 * probabilities follow the natural gradient of the ranked candidates, and each category keeps a
 * margin, so that none is lost.
 */
export function createCategories(
  parameters: readonly Parameter[],
  size: number,
): CategoryDistribution {
  const counts = parameters.map(({ levels }) => levels ?? 1);
  const free = counts.reduce((sum, count) => sum + count - 1, 0);
  const rate = 1 / (1 + Math.sqrt(free));
  const rows = counts.map((count) => new Float64Array(count).fill(1 / count));
  // The margin of the paper, 1 - 0.73^(1/K), spread over the other categories.
  const least = (1 - 0.73 ** (1 / Math.max(1, counts.length))) / Math.max(1, size / 8);
  return {
    draw: (random) => rows.map((row) => levelAt(row, random())),
    update(levels, weights) {
      for (const [k, row] of rows.entries()) {
        const shift = new Float64Array(row.length);
        for (const [rank, chosen] of levels.entries()) {
          const weight = Math.max(0, weights[rank] as number);
          for (let level = 0; level < row.length; level++) {
            const hit = chosen[k] === level ? 1 : 0;
            shift[level] = (shift[level] as number) + weight * (hit - (row[level] as number));
          }
        }
        moveRow(row, shift, { rate, least: least / Math.max(1, row.length - 1) });
      }
    },
  };
}

function moveRow(
  row: Float64Array,
  shift: Float64Array,
  { rate, least }: { rate: number; least: number },
): void {
  let total = 0;
  for (let level = 0; level < row.length; level++) {
    const moved = (row[level] as number) + rate * (shift[level] as number);
    row[level] = Math.max(least, moved);
    total += row[level] as number;
  }
  for (let level = 0; level < row.length; level++) row[level] = (row[level] as number) / total;
}

function levelAt(row: Float64Array, u: number): number {
  let rest = u;
  for (let level = 0; level < row.length; level++) {
    rest -= row[level] as number;
    if (rest < 0) return level;
  }
  return row.length - 1;
}
