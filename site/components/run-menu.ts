import type { RunRecord } from '../../runner/domain/run-record.ts';
import { describe } from '../data/describe-error.ts';
import { jobsApi } from '../data/jobs-api.ts';
import { leadingSymbol } from '../data/leading-symbol.ts';
import { liveApi } from '../data/live-api.ts';
import { printWhole } from '../data/print-whole.ts';
import { isUnderWay } from '../data/progress.ts';
import { sitePath } from '../data/site-path.ts';
import { BudgetDialog } from './budget-dialog.ts';
import { element, part, setText } from './element.ts';
import { withToken } from './with-token.ts';

const MOST_SEED = 2 ** 31;

/** What else can be done with a run, and what came of it. */
export interface RunMenu {
  readonly root: HTMLElement;
  show(record: RunRecord): void;
}

/** @param say shows what came of it, with a way to undo it where there is one */
export function runMenu(say: (text: string, ...more: HTMLElement[]) => void): RunMenu {
  let record: RunRecord | null = null;
  let isArchived = false;
  const root = element('details', { class: 'menu no-print' });
  const entry = (text: string, act: (run: RunRecord) => Promise<void>) => {
    const button = element('button', { type: 'button' }, text);
    button.addEventListener('click', () => {
      root.open = false;
      if (record !== null) void act(record).catch((error: unknown) => say(describe(error)));
    });
    return button;
  };
  const edit = element('a', { class: 'entry' }, 'Edit its job');
  const archive = entry('Archive', async ({ id }) => {
    const archived = !isArchived;
    const taken = await withToken((token) => jobsApi.annotate(id, { archived }, token));
    if (taken === null) return;
    showArchived(taken.archived);
    say(taken.archived ? 'In the archive' : 'Out of the archive');
  });
  const remove = entry('Delete', ({ id }) => deleteRun(id, say));
  const stage = entry('Stage its best', stageBest);
  root.append(
    element('summary', {}, 'More'),
    element(
      'div',
      { class: 'entries' },
      stage,
      entry('Raise its budget', (run) => raise(run, say)),
      entry('Run again', ({ id }) => again(id, null)),
      entry('Run again with another seed', ({ id }) =>
        again(id, Math.floor(Math.random() * MOST_SEED)),
      ),
      edit,
      entry('Print', printWhole),
      archive,
      remove,
    ),
  );
  closeOutside(root);
  root.addEventListener('toggle', () => {
    if (!root.open || record === null) return;
    jobsApi.annotations(record.id).then(
      ({ archived }) => showArchived(archived),
      () => {},
    );
  });

  function showArchived(archived: boolean): void {
    isArchived = archived;
    setText(archive, archived ? 'Take out of the archive' : 'Archive');
  }

  return {
    root,
    show(now) {
      record = now;
      edit.href = sitePath('/jobs/', { run: now.id });
      remove.disabled = isUnderWay(now.state);
      remove.title = remove.disabled ? 'It is under way: stop it first' : '';
      stage.disabled = now.symbols.every(({ best }) => best === null);
    },
  };
}

function closeOutside(root: HTMLDetailsElement): void {
  document.addEventListener('click', (event) => {
    if (event.target instanceof Node && !root.contains(event.target)) root.open = false;
  });
  root.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape' || !root.open) return;
    root.open = false;
    part(root, 'summary', HTMLElement).focus();
  });
}

async function again(id: string, seed: number | null): Promise<void> {
  const taken = await withToken((token) => jobsApi.rerun(id, seed, token));
  if (taken?.run != null) location.href = sitePath('/run/', { id: taken.run });
}

async function raise({ id }: RunRecord, say: (text: string) => void): Promise<void> {
  const budget = await part(document, 'budget-dialog', BudgetDialog).ask();
  if (budget === null) return;
  const taken = await withToken((token) => jobsApi.raise(id, budget, token));
  if (taken === null) return;
  if (taken.run !== null && taken.run !== id) {
    location.href = sitePath('/run/', { id: taken.run });
    return;
  }
  say(taken.message ?? 'It goes on');
}

async function stageBest({ id, symbols }: RunRecord): Promise<void> {
  const wanted = new URLSearchParams(location.search).get('symbol');
  const symbol = symbols.find((one) => one.symbol === wanted || one.folder === wanted);
  const chosen = (symbol ?? leadingSymbol(symbols))?.symbol;
  const choice = chosen === undefined ? {} : { symbol: chosen };
  const staged = await withToken((token) => liveApi.stage(id, choice, token));
  if (staged !== null) {
    location.href = sitePath('/promotions/', { candidate: staged.candidate.id });
  }
}

async function deleteRun(
  id: string,
  say: (text: string, ...more: HTMLElement[]) => void,
): Promise<void> {
  if ((await withToken((token) => jobsApi.delete(id, token))) === null) return;
  const undo = element('button', { type: 'button', class: 'toggle' }, 'Undo');
  undo.addEventListener('click', async () => {
    try {
      const back = await withToken((token) => jobsApi.undelete(id, token));
      if (back !== null) say('It is back');
    } catch (error) {
      say(describe(error));
    }
  });
  say('It is in the trash. ', undo);
}
