import type { JobText } from '../../runner/server/job-views.ts';
import { ApiError } from '../data/api.ts';
import { describe } from '../data/describe-error.ts';
import { exportedAt } from '../data/exported.ts';
import { FIRST_JOB } from '../data/first-job.ts';
import { formatNumber } from '../data/format.ts';
import { jobsApi } from '../data/jobs-api.ts';
import { sitePath } from '../data/site-path.ts';
import { element, part, setText } from './element.ts';
import { takeFileDrops } from './file-drops.ts';
import type { JobEditor } from './job-editor.ts';
import { JobFindings } from './job-findings.ts';
import { withToken } from './with-token.ts';

/** Typing rests for this long before the server is asked. */
const REST_MS = 400;
const MOST_BYTES = 1_000_000;

const JOB_FILE = /\.(jsonc?|ya?ml)$/i;

/** Why a file is not opened; null where it is. */
function refusalOf({ name, size }: File): string | null {
  if (!JOB_FILE.test(name)) return 'wanted a .json, .jsonc, .yaml or .yml file';
  if (size <= MOST_BYTES) return null;
  return `wanted at most 1 MB, found ${formatNumber(size / 1e6, 1)} MB`;
}

/** Where a job is written, checked by the server as it is typed, and started. */
export class JobComposer extends HTMLElement {
  #editor: JobEditor | null = null;
  #timer: number | undefined;
  #asked = 0;

  connectedCallback(): void {
    const dialog = this.#dialog;
    part(this, '.close', HTMLButtonElement).addEventListener('click', () => dialog.close());
    part(this, '.start', HTMLButtonElement).addEventListener(
      'click',
      () => void this.#start(false),
    );
    part(this, '.replace', HTMLButtonElement).addEventListener(
      'click',
      () => void this.#start(true),
    );
    part(this, '.measure', HTMLButtonElement).addEventListener('click', () => void this.#measure());
    this.#file.addEventListener('input', () => this.#changed());
    part(this, 'select', HTMLSelectElement).addEventListener('change', (event) => {
      const { value, selectedOptions } = event.currentTarget as HTMLSelectElement;
      const text = selectedOptions[0]?.dataset['text'];
      if (text !== undefined) this.#put({ file: value, text });
    });
    const picker = part(this, 'input[type=file]', HTMLInputElement);
    picker.addEventListener('change', () => {
      const [file] = picker.files ?? [];
      if (file !== undefined) void this.openFile(file);
      picker.value = '';
    });
    // Nobody takes a job where the pages are plain files.
    if (exportedAt === null) takeFileDrops((file) => void this.openFile(file));
  }

  /** Opens with a job to look at; with the smallest that runs where there is none. */
  async open(job: JobText | null = null): Promise<void> {
    if (!this.#dialog.open) this.#dialog.showModal();
    this.#say('');
    try {
      const isFirst = this.#editor === null;
      this.#editor ??= await this.#makeEditor();
      if (job !== null) this.#put(job);
      else if (isFirst) this.#put({ file: 'my-job.json', text: FIRST_JOB });
      this.#editor.focus();
    } catch (error) {
      this.#say(describe(error));
    }
  }

  /** What cannot be a job leaves what is written as it is. */
  async openFile(file: File): Promise<void> {
    const refused = refusalOf(file);
    await this.open(refused === null ? { file: file.name, text: await file.text() } : null);
    if (refused !== null) this.#say(`Cannot open ${file.name}: ${refused}`);
  }

  get #dialog(): HTMLDialogElement {
    return part(this, 'dialog', HTMLDialogElement);
  }

  get #file(): HTMLInputElement {
    return part(this, '[name=file]', HTMLInputElement);
  }

  get #job(): JobText {
    return { file: this.#file.value.trim(), text: this.#editor?.text ?? '' };
  }

  get #findings(): JobFindings {
    return part(this, '.findings', JobFindings);
  }

  /** Loaded when somebody writes a job, not with the page. */
  async #makeEditor(): Promise<JobEditor> {
    const place = part(this, '.editor', HTMLElement);
    const [{ createJobEditor }, schema, examples] = await Promise.all([
      import('./job-editor.ts'),
      jobsApi.schema(),
      jobsApi.examples(),
    ]);
    const list = part(this, 'select', HTMLSelectElement);
    list.append(
      ...examples.map(({ file, text }) =>
        element('option', { value: file, 'data-text': text }, file),
      ),
    );
    place.replaceChildren();
    place.setAttribute('aria-busy', 'false');
    this.#findings.goTo = (line) => this.#editor?.goTo(line);
    return createJobEditor(place, { schema, changed: () => this.#changed() });
  }

  #put({ file, text }: JobText): void {
    this.#file.value = file;
    this.#editor?.setText(text);
    this.#changed(0);
  }

  #changed(rest = REST_MS): void {
    this.#editor?.setFile(this.#file.value);
    part(this, '.replace', HTMLButtonElement).hidden = true;
    this.#enable(false);
    this.#say('');
    window.clearTimeout(this.#timer);
    this.#timer = window.setTimeout(() => void this.#check(), rest);
  }

  async #check(): Promise<void> {
    const asked = ++this.#asked;
    try {
      const found = await jobsApi.check(this.#job);
      if (asked !== this.#asked) return;
      this.#findings.show(found);
      this.#editor?.showProblems(found.problems);
      this.#enable(found.kind === 'job');
    } catch (error) {
      if (asked === this.#asked) this.#say(describe(error));
    }
  }

  #enable(ready: boolean): void {
    part(this, '.start', HTMLButtonElement).disabled = !ready;
    part(this, '.measure', HTMLButtonElement).disabled = !ready;
  }

  async #measure(): Promise<void> {
    const job = this.#job;
    const button = part(this, '.measure', HTMLButtonElement);
    button.disabled = true;
    this.#say('');
    try {
      const found = await withToken((token) => {
        this.#findings.showMeasuring();
        return jobsApi.inspect(job, token);
      });
      this.#findings.showMeasured(found);
    } catch (error) {
      this.#findings.showMeasured(null);
      this.#say(describe(error));
    }
    button.disabled = false;
  }

  async #start(overwrite: boolean): Promise<void> {
    const job = this.#job;
    this.#enable(false);
    this.#say('');
    try {
      const taken = await withToken((token) => jobsApi.drop(job, overwrite, token));
      if (taken !== null) {
        location.href =
          taken.run === null ? sitePath('/jobs/') : sitePath('/run/', { id: taken.run });
      }
    } catch (error) {
      this.#say(describe(error));
      const isTaken = error instanceof ApiError && error.status === 409;
      part(this, '.replace', HTMLButtonElement).hidden = !isTaken;
    }
    this.#enable(true);
  }

  #say(text: string): void {
    setText(part(this, '.message', HTMLElement), text);
  }
}

customElements.define('job-composer', JobComposer);

/** The one of the page. */
export function openComposer(job: JobText | null = null): void {
  void part(document, 'job-composer', JobComposer).open(job);
}
