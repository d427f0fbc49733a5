import type { LiveView, ReviewView } from '../../runner/server/live-views.ts';
import type { PromotionsView } from '../../runner/server/views.ts';
import { describe } from '../data/describe-error.ts';
import { liveApi } from '../data/live-api.ts';
import { candidateReview } from './candidate-review.ts';
import { element, part, setText } from './element.ts';
import { liveFile } from './live-file.ts';
import { ReasonDialog } from './reason-dialog.ts';
import { withToken } from './with-token.ts';

/** What is live, what may become so, and the way back. */
class PromotionsPage extends HTMLElement {
  #view: PromotionsView = { promotions: [], candidates: [] };
  #live: LiveView = { files: [] };
  #review: ReviewView | null = null;
  #candidate = new URLSearchParams(location.search).get('candidate');
  #to = new URLSearchParams(location.search).get('to');

  connectedCallback(): void {
    const list = part(this, 'select[name=candidate]', HTMLSelectElement);
    list.addEventListener('change', () => void this.#choose(list.value || null, this.#to));
    const to = part(this, 'select[name=to]', HTMLSelectElement);
    to.addEventListener('change', () => void this.#choose(this.#candidate, to.value || null));
    part(this, '.promote', HTMLButtonElement).addEventListener('click', () => void this.#promote());
    void this.#fetch();
  }

  async #fetch(): Promise<void> {
    try {
      [this.#live, this.#view] = await Promise.all([liveApi.live(), liveApi.promotions()]);
      this.#to ??= this.#live.files[0]?.file ?? null;
      this.#candidate ??= this.#view.candidates[0] ?? null;
      this.#say('');
      this.#draw();
      await this.#choose(this.#candidate, this.#to);
    } catch (error) {
      this.#say(describe(error));
    }
    part(this, '.loading', HTMLElement).hidden = true;
    this.setAttribute('aria-busy', 'false');
  }

  #draw(): void {
    const { candidates, promotions } = this.#view;
    const { files } = this.#live;
    part(this, '.nothing', HTMLElement).hidden = files.length > 0;
    part(this, '.live-files', HTMLElement).replaceChildren(
      ...files.map((file) =>
        liveFile(file, promotions, (path, edited) => void this.#rollBack(path, edited)),
      ),
    );
    part(this, '.candidates', HTMLElement).hidden = candidates.length === 0;
    part(this, '.no-candidate', HTMLElement).hidden = candidates.length > 0;
    const list = part(this, 'select[name=candidate]', HTMLSelectElement);
    list.replaceChildren(...candidates.map((id) => element('option', { value: id }, id)));
    const to = part(this, 'select[name=to]', HTMLSelectElement);
    to.replaceChildren(...files.map(({ file }) => element('option', { value: file }, file)));
    part(this, '.to', HTMLElement).hidden = files.length === 0;
  }

  async #choose(candidate: string | null, to: string | null): Promise<void> {
    this.#candidate = candidate;
    this.#to = to;
    if (candidate === null) return;
    part(this, 'select[name=candidate]', HTMLSelectElement).value = candidate;
    if (to !== null) part(this, 'select[name=to]', HTMLSelectElement).value = to;
    const query = new URLSearchParams({ candidate, ...(to === null ? {} : { to }) });
    history.replaceState(null, '', `${location.pathname}?${query}`);
    try {
      this.#review = await liveApi.review(candidate, to);
      part(this, '.review-place', HTMLElement).replaceChildren(candidateReview(this.#review));
      this.#say('');
    } catch (error) {
      this.#review = null;
      part(this, '.review-place', HTMLElement).replaceChildren();
      this.#say(describe(error));
    }
    this.#showOrder();
  }

  #showOrder(): void {
    const failing = this.#review?.checks.filter(({ state }) => state === 'fail') ?? [];
    const button = part(this, '.promote', HTMLButtonElement);
    button.hidden = this.#review === null || this.#to === null;
    setText(button, failing.length === 0 ? 'Promote' : 'Promote all the same');
    const first = part(this, '.first-time', HTMLElement);
    first.hidden = this.#candidate === null || this.#to !== null;
    const command = `npx leantune promote ${this.#candidate ?? ''} --to FILE`;
    setText(part(first, 'code', HTMLElement), command);
  }

  async #promote(): Promise<void> {
    const [candidate, to] = [this.#candidate, this.#to];
    if (candidate === null || to === null) return;
    const failing = this.#review?.checks.filter(({ state }) => state === 'fail') ?? [];
    const names = failing.map(({ name }) => name).join(', ');
    const force = failing.length > 0;
    const why = await part(this, 'reason-dialog', ReasonDialog).ask({
      title: `Promote ${candidate} to ${to}`,
      text: force ? `These checks fail and would be overruled: ${names}` : '',
      needed: force,
      action: force ? 'Overrule and promote' : 'Promote',
    });
    if (why === null) return;
    const order = { candidate, to, force, ...(why === '' ? {} : { why }) };
    await this.#change(async (token) => {
      const { promotion } = await liveApi.promote(order, token);
      return promotion === null ? `${to} holds the very same already` : `Promoted to ${to}`;
    });
  }

  async #rollBack(file: string, edited: boolean): Promise<void> {
    const why = await part(this, 'reason-dialog', ReasonDialog).ask({
      title: `Roll ${file} back`,
      text: edited ? 'It was edited since; what it holds now is kept in the record.' : '',
      needed: edited,
      action: 'Roll back',
    });
    if (why === null) return;
    const order = { file, force: edited, ...(why === '' ? {} : { why }) };
    await this.#change(async (token) => {
      await liveApi.rollBack(order, token);
      return `${file} is back to what it held before`;
    });
  }

  async #change(act: (token: string) => Promise<string>): Promise<void> {
    try {
      const done = await withToken(act);
      if (done === null) return;
      await this.#fetch();
      this.#say(done, false);
    } catch (error) {
      this.#say(describe(error));
    }
  }

  #say(text: string, isBad = true): void {
    const notice = part(this, '.said', HTMLElement);
    notice.hidden = text === '';
    notice.classList.toggle('bad', isBad);
    setText(notice, text);
  }
}

customElements.define('promotions-page', PromotionsPage);
