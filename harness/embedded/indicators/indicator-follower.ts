import type { BarConsumer, DataFeeds, FedSecurity } from '../consolidators/data-feeds.ts';
import type { BarColumns } from '../data/columns.ts';
import type { Bar } from './calculator.ts';
import type { Cursor } from './cursor.ts';
import type { Selector } from './field.ts';
import type { IndicatorBar, IndicatorDriver } from './indicator.ts';
import { cachedSeries } from './indicator-cache.ts';
import type { IndicatorRecipe } from './indicator-recipe.ts';
import { ColumnBar, computeSeries, type IndicatorResults } from './indicator-series.ts';
import type { IndicatorSource } from './indicator-source.ts';
import { IndicatorStream } from './indicator-stream.ts';
import { LiveValues, type Shown } from './live-values.ts';

/** Columns with the place of someone in them. */
export interface Followed {
  readonly columns: BarColumns;
  readonly cursor: Cursor;
  /** What is at the cursor's position 0. */
  readonly offset: number;
}

const NONE: readonly BarConsumer[] = [];

/** Someone who is told of every new value of an output. */
interface Observer {
  readonly part: string | null;
  readonly handler: () => void;
}

const NOBODY: readonly Observer[] = [];

/** Bars whose values a thread may keep for other backtests: five years of minutes. */
const LONGEST_WHOLE = 2 ** 19;

/**
 * Feeds an indicator. As long as it only follows a security's bars, its values are those that this
 * thread has computed once; as soon as the algorithm gives it something, it has values of its own.
 */
export class IndicatorFollower implements IndicatorDriver, BarConsumer {
  readonly scanAt = Number.POSITIVE_INFINITY;
  recipe: IndicatorRecipe;
  #shown: Shown = [];
  #followed: (Followed & { readonly from: number }) | null = null;
  #live: LiveValues | null = null;
  #bar: ColumnBar | null = null;
  #feeds: DataFeeds | null = null;
  #security: FedSecurity | null = null;
  #consumers: readonly BarConsumer[] = NONE;
  #observers: readonly Observer[] = NOBODY;

  constructor(recipe: IndicatorRecipe) {
    this.recipe = recipe;
  }

  /** Whether it has seen nothing, follows nothing, and nobody has to be told of its values. */
  get isFresh(): boolean {
    return this.#followed === null && this.#live === null && this.#observers === NOBODY;
  }

  /** Says who is told of every new value of an output, which has then values of its own. */
  observe(part: string | null, handler: () => void): void {
    const others = this.#observers;
    // LEAN's parts are new before the whole is.
    const isPart = (observer: Observer) => observer.part !== null;
    const added = [...others, { part, handler }];
    this.#observers = [...added.filter(isPart), ...added.filter((one) => !isPart(one))];
    if (this.#followed !== null) this.#detach();
  }

  /** Whether it follows these bars and has nothing of its own. */
  follows(columns: BarColumns): boolean {
    return this.#followed?.columns === columns;
  }

  /** Whether it follows bars and has seen none. */
  get isAtStart(): boolean {
    const followed = this.#followed;
    return followed !== null && followed.cursor.index + followed.offset < followed.from;
  }

  /** Follows another number of each bar from now on. */
  select(selector: Selector): void {
    this.recipe = { ...this.recipe, selector };
  }

  /** Keeps its values; nothing feeds it any more. */
  release(): void {
    this.#security = null;
    if (this.#followed !== null) this.#detach();
    for (const consumer of [this, ...this.#consumers]) this.#feeds?.remove(consumer);
    this.#consumers = NONE;
  }

  /** Says who gives it a security's bars where its values are not shared, or no longer. */
  attach(feeds: DataFeeds, security: FedSecurity): void {
    this.#feeds = feeds;
    this.#security = security;
  }

  /** Says through whom bars come that are not the security's own. */
  attachThrough(feeds: DataFeeds, consumer: BarConsumer): void {
    this.#feeds = feeds;
    this.#consumers = [...this.#consumers, consumer];
  }

  /** What shows the values. */
  show(shown: Shown): void {
    this.#shown = shown;
  }

  /** Follows columns from a bar on. @throws RangeError where the recipe fits no indicator */
  follow(followed: Followed, from: number): void {
    const { columns, cursor, offset } = followed;
    this.#followed = { columns, cursor, offset, from };
    this.#live = null;
    if (columns.close.length - from > LONGEST_WHOLE) this.#stream(from);
    else this.#tell(cachedSeries(this.recipe, columns, from), 0, null);
  }

  /** Too long to be held: computed as it is read. */
  #stream(from: number): void {
    const { columns } = this.#followed as Followed;
    const stream = new IndicatorStream(this.recipe, columns, from);
    stream.reach(from);
    const reach = (oldest: number, newest: number): void => {
      const isNew = stream.reach(newest);
      // Somebody looks far back, and may do so at every bar.
      if (Math.max(oldest, from) < stream.base) this.#whole(columns, from);
      else if (isNew) this.#tell(stream, stream.base, reach);
    };
    if (stream.isReady) this.#tell(stream, stream.base, reach);
    else this.#whole(columns, from);
  }

  #whole(columns: BarColumns, from: number): void {
    this.#tell(computeSeries(this.recipe, columns, from), 0, null);
  }

  #tell({ main, parts }: IndicatorResults, base: number, reach: IndicatorSource['reach']): void {
    if (this.#followed === null) return;
    const { columns, cursor, offset } = this.#followed;
    const at = { times: columns.end, cursor, offset, base, reach };
    for (const [part, indicator] of this.#shown) {
      const series = part === null ? main : parts[part];
      if (series === undefined) continue;
      const { values, sampledFrom, readyFrom } = series;
      indicator.follow({ ...at, values, sampledFrom, readyFrom });
    }
  }

  updatePoint(time: number, value: number): void {
    const { kind, selector } = this.recipe;
    if (selector === null) throw new Error(`Cannot update ${kind}: wanted a bar, found a value`);
    this.#add({ open: value, high: value, low: value, close: value, volume: value }, time);
  }

  updateBar(bar: IndicatorBar): void {
    this.#add(bar.volume === undefined ? { ...bar, volume: 0 } : (bar as Bar), bar.endTime);
  }

  /** The newest bar of what it follows, where it has values of its own. */
  take(columns: BarColumns, index: number): void {
    if (this.#bar === null || this.#bar.columns !== columns) this.#bar = new ColumnBar(columns);
    this.#bar.index = index;
    this.#add(this.#bar, columns.end[index] as number);
  }

  scan(): void {}

  scanned(): void {}

  #add(bar: Bar, time: number): void {
    const live = this.#live ?? this.#detach();
    if (time < live.lastTime) return;
    if (this.#observers === NOBODY) live.add(bar, time);
    else this.#addAndTell(live, bar, time);
  }

  #addAndTell(live: LiveValues, bar: Bar, time: number): void {
    const before = this.#observers.map(({ part }) => live.samplesOf(part));
    live.add(bar, time);
    for (const [index, { part, handler }] of this.#observers.entries()) {
      if (live.samplesOf(part) !== before[index]) handler();
    }
  }

  reset(): void {
    this.#live = new LiveValues(this.recipe, this.#shown);
    this.#leave();
  }

  /** Brings values of its own to where the shared ones were. */
  #detach(): LiveValues {
    const live = new LiveValues(this.recipe, this.#shown);
    this.#live = live;
    if (this.#followed !== null) {
      const { columns, cursor, offset, from } = this.#followed;
      const bar = new ColumnBar(columns);
      for (let index = from; index <= cursor.index + offset; index++) {
        bar.index = index;
        live.add(bar, columns.end[index] as number);
      }
    }
    this.#leave();
    return live;
  }

  #leave(): void {
    if (this.#followed === null) return;
    this.#followed = null;
    if (this.#security !== null) this.#feeds?.add(this.#security, this);
  }
}
