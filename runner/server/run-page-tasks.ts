import { type Convergence, convergence } from '../analysis/convergence.ts';
import {
  type ChoiceQuestion,
  type ChosenRows,
  chooseIds,
  evaluationsOf,
  metricsAsked,
} from '../report/chosen-rows.ts';
import { askedOf, type ConstraintsView, constraintMisses } from '../report/constraint-misses.ts';
import { type HypervolumeCourse, hypervolumeCourse } from '../report/hypervolume-course.ts';
import { evaluationCursor } from '../report/search-cursor.ts';
import { type SlotTimeline, slotTimeline, type TimelineOptions } from '../report/slot-timeline.ts';
import { openRunStore } from '../run/run-store.ts';
import { jobAt, openSearch, type SearchPlace } from './search-place.ts';

/** Lines of more evaluations take too long to be read for their slots. */
const MOST_READ = 100_000;

/** What can be asked of how a search went. */
export const runPageTasks = {
  async timeline(place: SearchPlace, question: TimelineOptions): Promise<SlotTimeline> {
    using cursor = await openSearch(place, []);
    const found = slotTimeline(cursor, question);
    // Columns of older versions have no slots, but the lines do.
    if (!found.slots.includes(0) || found.evaluations > MOST_READ) return found;
    const evaluations = await openRunStore(place.root).evaluations(place.run, place.folder);
    return slotTimeline(evaluationCursor(evaluations, cursor.space, []), question);
  },

  async constraints(place: SearchPlace, _question: null): Promise<ConstraintsView> {
    const asked = askedOf(await jobAt(place));
    const metrics = asked.map(({ metric }) => metric);
    using cursor = await openSearch(place, metrics);
    return constraintMisses(cursor, asked);
  },

  /** Null where the job names fewer than two objectives. */
  async hypervolume(place: SearchPlace, _question: null): Promise<HypervolumeCourse | null> {
    const { objectives = [] } = await jobAt(place);
    if (objectives.length < 2) return null;
    const metrics = objectives.map(({ metric }) => metric);
    using cursor = await openSearch(place, metrics);
    return hypervolumeCourse(cursor, objectives);
  },

  async chosen(place: SearchPlace, question: ChoiceQuestion): Promise<ChosenRows> {
    using cursor = await openSearch(place, metricsAsked(question));
    const { ids, ...counts } = chooseIds(cursor, question);
    return { ...counts, rows: await evaluationsOf(openRunStore(place.root), place, ids) };
  },

  async convergence({ root, run, folder }: SearchPlace, _question: null): Promise<Convergence> {
    const store = openRunStore(root);
    const { record } = await store.read(run);
    const stages = record.symbols.find((symbol) => symbol.folder === folder)?.stages ?? [];
    return convergence(await store.outlines(run, folder), stages);
  },
};
