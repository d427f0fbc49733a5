/** The values of one set, all to be maximised; NaN counts as the worst there is. */
export type Point = readonly number[];

/**
 * The front each point lies on: 0 for those that no other dominates, 1 for those that only points of
 * front 0 dominate, and so on. Equal points share a front. Efficient non-dominated sort with binary
 * search (Zhang, Tian, Cheng & Jin 2015): O(n log n) for two objectives, at worst O(n²) for more.
 */
export function nonDominatedRanks(points: readonly Point[]): Int32Array {
  const values = points.map(withoutNaN);
  const order = values
    .map((_, n) => n)
    .sort((a, b) => byAll(at(values, a), at(values, b)) || a - b);
  const ranks = new Int32Array(points.length);
  const fronts: Point[][] = [];
  for (const n of order) {
    const point = at(values, n);
    const rank = frontOf(point, fronts);
    ranks[n] = rank;
    const front = fronts[rank];
    if (front === undefined) fronts.push([point]);
    // Only the last of two objectives' front is ever looked at: of those so far it has most of the second.
    else if (point.length <= 2) front[0] = point;
    else front.push(point);
  }
  return ranks;
}

/** The first front of which no member dominates the point; whoever is dominated by one is by all before. */
function frontOf(point: Point, fronts: readonly Point[][]): number {
  let low = 0;
  let high = fronts.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const front = fronts[middle] as Point[];
    if (front.some((other) => dominates(other, point))) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Whether a is nowhere worse than b and somewhere better; NaN must have been replaced. */
export function dominates(a: Point, b: Point): boolean {
  let better = false;
  for (let k = 0; k < a.length; k++) {
    const mine = a[k] as number;
    const other = b[k] as number;
    if (mine < other) return false;
    if (mine > other) better = true;
  }
  return better;
}

/**
 * How far the neighbours of each point of one front are apart, summed over the objectives, each
 * divided by its range; ∞ for the outermost (Deb, Pratap, Agarwal & Meyarivan 2002, §III-B).
 */
export function crowdingDistances(front: readonly Point[]): Float64Array {
  const values = front.map(withoutNaN);
  const distances = new Float64Array(front.length);
  for (let k = 0; k < (values[0]?.length ?? 0); k++) {
    const value = (n: number): number => at(values, n)[k] as number;
    const order = values.map((_, n) => n).sort((a, b) => compare(value(a), value(b)) || a - b);
    const first = order[0] as number;
    const last = order.at(-1) as number;
    const range = value(last) - value(first);
    for (let place = 1; place < order.length - 1; place++) {
      const gap = value(order[place + 1] as number) - value(order[place - 1] as number);
      // Infinite values leave no gap that could be measured; nor does a range of 0.
      const share = range > 0 && Number.isFinite(range) ? gap / range : 0;
      distances[order[place] as number] = (distances[order[place] as number] as number) + share;
    }
    distances[first] = Number.POSITIVE_INFINITY;
    distances[last] = Number.POSITIVE_INFINITY;
  }
  return distances;
}

/**
 * Volume of what the points dominate above the reference, exact for any number of objectives: the
 * sum of what each adds to those after it (While, Bradstreet & Barone 2012). Fast for two; with
 * more, its time grows exponentially with the objectives.
 */
export function hypervolume(points: readonly Point[], reference: Point): number {
  const inside = points.filter((point) =>
    point.every((value, k) => value > (reference[k] as number)),
  );
  return volume(inside, reference);
}

function volume(points: readonly Point[], reference: Point): number {
  const sorted = frontier(points);
  if (reference.length === 2) return area(sorted, reference);
  let total = 0;
  for (const [n, point] of sorted.entries()) {
    const own = point.reduce(
      (product, value, k) => product * (value - (reference[k] as number)),
      1,
    );
    // What later points share with this one: each cut down to lie inside its box.
    const shared = sorted
      .slice(n + 1)
      .map((other) => other.map((value, k) => Math.min(value, point[k] as number)));
    total += shared.length === 0 ? own : own - volume(shared, reference);
  }
  return total;
}

/** Non-dominated points, each once, most of the first objective first. */
function frontier(points: readonly Point[]): Point[] {
  const ranks = nonDominatedRanks(points);
  const sorted = points.filter((_, n) => ranks[n] === 0).sort(byAll);
  return sorted.filter((point, n) => n === 0 || byAll(point, at(sorted, n - 1)) !== 0);
}

function area(sorted: readonly Point[], reference: Point): number {
  let total = 0;
  let height = reference[1] as number;
  for (const point of sorted) {
    total += ((point[0] as number) - (reference[0] as number)) * ((point[1] as number) - height);
    height = point[1] as number;
  }
  return total;
}

/** Descending by the first objective in which two points differ. */
function byAll(a: Point, b: Point): number {
  for (let k = 0; k < a.length; k++) {
    const order = compare(b[k] as number, a[k] as number);
    if (order !== 0) return order;
  }
  return 0;
}

/** Differences of infinities are NaN, so no subtraction. */
function compare(a: number, b: number): number {
  if (a < b) return -1;
  return a > b ? 1 : 0;
}

function withoutNaN(point: Point): Point {
  return point.map((value) => (Number.isNaN(value) ? Number.NEGATIVE_INFINITY : value));
}

function at(points: readonly Point[], n: number): Point {
  return points[n] as Point;
}
