import type { StudySummary } from '../../runner/domain/study.ts';

/** What the list of studies shows; the URL holds it. */
export interface StudiesQuery {
  readonly text: string;
  /** Also those that are archived. */
  readonly archived: boolean;
}

export function readStudiesQuery(search: string): StudiesQuery {
  const params = new URLSearchParams(search);
  return { text: params.get('q') ?? '', archived: params.get('archived') === '1' };
}

/** Empty where all is as usual. */
export function writeStudiesQuery({ text, archived }: StudiesQuery): string {
  const params = new URLSearchParams();
  if (text !== '') params.set('q', text);
  if (archived) params.set('archived', '1');
  return params.size === 0 ? '' : `?${params}`;
}

/** Every word must be found somewhere in names, tags, strategies or symbols. */
export function selectStudies(
  studies: readonly StudySummary[],
  { text, archived }: StudiesQuery,
): readonly StudySummary[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  return studies.filter((study) => {
    if (study.archived && !archived) return false;
    const { name, title, tags, strategies, symbols } = study;
    const searched = [name, title ?? '', ...tags, ...strategies, ...symbols]
      .join('\n')
      .toLowerCase();
    return words.every((word) => searched.includes(word));
  });
}

/** The title where there is one, else the name that jobs use. */
export function studyTitle({ name, title }: { name: string; title: string | null }): string {
  return title ?? name;
}

/** `a, b` → tags, none twice. */
export function tagsOf(text: string): readonly string[] {
  const words = text.split(',').map((word) => word.trim().slice(0, 60));
  return [...new Set(words.filter(Boolean))].slice(0, 50);
}
