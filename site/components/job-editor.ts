import {
  autocompletion,
  type CompletionContext,
  completionKeymap,
  insertCompletionText,
  startCompletion,
} from '@codemirror/autocomplete';
import { defaultKeymap, history, historyKeymap } from '@codemirror/commands';
import { json } from '@codemirror/lang-json';
import {
  bracketMatching,
  HighlightStyle,
  indentOnInput,
  syntaxHighlighting,
} from '@codemirror/language';
import { type Diagnostic, lintGutter, setDiagnostics } from '@codemirror/lint';
import { Compartment, EditorState } from '@codemirror/state';
import { EditorView, keymap, lineNumbers } from '@codemirror/view';
import { tags } from '@lezer/highlight';
import type { JobCheckView } from '../../runner/server/job-views.ts';
import { jsonPlace, yamlPlace } from '../data/document-place.ts';
import { optionsAt, type Schema, type SchemaOption } from '../data/schema-options.ts';

const YAML = /\.ya?ml$/i;

const COLORS = HighlightStyle.define([
  { tag: tags.propertyName, color: 'var(--accent)' },
  { tag: tags.definition(tags.propertyName), color: 'var(--accent)' },
  { tag: tags.string, color: 'var(--good)' },
  { tag: [tags.number, tags.bool, tags.null], color: 'var(--warn)' },
  { tag: [tags.comment, tags.lineComment], color: 'var(--muted)', fontStyle: 'italic' },
  { tag: tags.invalid, color: 'var(--bad)' },
]);

const THEME = EditorView.theme({
  '&': { height: '100%', fontSize: 'var(--text-s)', background: 'var(--surface)' },
  '&.cm-focused': { outline: '2px solid var(--accent)', outlineOffset: '-2px' },
  '.cm-scroller': { fontFamily: 'var(--mono)', lineHeight: '1.5' },
  '.cm-content': { caretColor: 'var(--ink)' },
  '.cm-cursor': { borderLeftColor: 'var(--ink)' },
  '.cm-gutters': { background: 'var(--sunken)', color: 'var(--muted)', border: '0' },
  '.cm-selectionBackground, &.cm-focused .cm-selectionBackground': {
    background: 'var(--accent-soft) !important',
  },
  '.cm-tooltip': {
    background: 'var(--surface)',
    color: 'var(--ink)',
    border: '1px solid var(--line-strong)',
  },
  '.cm-tooltip.cm-tooltip-autocomplete > ul > li[aria-selected]': {
    background: 'var(--accent)',
    color: 'var(--on-accent)',
  },
  '.cm-completionDetail': { color: 'inherit', fontStyle: 'normal' },
  '.cm-completionInfo': { maxWidth: '22rem', padding: 'var(--space-2) var(--space-3)' },
  // In a narrow window it would lie over what it is about.
  '.cm-completionInfo-right-narrow, .cm-completionInfo-left-narrow': { display: 'none' },
  '.cm-matchingBracket': { background: 'var(--accent-soft) !important', color: 'inherit' },
});

export interface JobEditor {
  readonly text: string;
  setText(text: string): void;
  /** Chooses the language by the file's name. */
  setFile(file: string): void;
  /** Marks the lines that are at fault. */
  showProblems(problems: JobCheckView['problems']): void;
  goTo(line: number): void;
  focus(): void;
}

/** An editor with completion from the schema. Checking is the server's part. */
export function createJobEditor(
  parent: HTMLElement,
  options: { readonly schema: object; readonly changed: () => void },
): JobEditor {
  let file = 'job.json';
  const language = new Compartment();
  const complete = (context: CompletionContext) =>
    completions(context, options.schema as Schema, YAML.test(file));
  // In a shadow root CodeMirror adopts its styles; elsewhere it writes them into the page, which the
  // content security policy forbids.
  const root = parent.attachShadow({ mode: 'open' });
  const view = new EditorView({
    parent: root,
    root,
    state: EditorState.create({
      extensions: [
        lineNumbers(),
        EditorView.lineWrapping,
        history(),
        indentOnInput(),
        bracketMatching(),
        lintGutter(),
        autocompletion({ override: [complete], icons: false }),
        // Tab leaves the editor, as it leaves every field.
        keymap.of([...completionKeymap, ...defaultKeymap, ...historyKeymap]),
        syntaxHighlighting(COLORS),
        THEME,
        language.of(json()),
        EditorView.contentAttributes.of({ 'aria-label': 'Job', tabindex: '0' }),
        EditorView.updateListener.of(({ docChanged }) => {
          if (docChanged) options.changed();
        }),
      ],
    }),
  });
  async function useLanguage(): Promise<void> {
    // Few jobs are YAML, and its parser is as large as the JSON one is small.
    const wanted = YAML.test(file) ? (await import('@codemirror/lang-yaml')).yaml() : json();
    view.dispatch({ effects: language.reconfigure(wanted) });
  }
  return {
    get text() {
      return view.state.doc.toString();
    },
    setText: (text) =>
      view.dispatch({
        changes: { from: 0, to: view.state.doc.length, insert: text },
        selection: { anchor: 0 },
      }),
    setFile(name) {
      const before = YAML.test(file);
      file = name;
      if (YAML.test(name) !== before) void useLanguage();
    },
    showProblems: (problems) =>
      view.dispatch(setDiagnostics(view.state, diagnosticsOf(view, problems))),
    goTo(line) {
      const { from } = view.state.doc.line(Math.min(line, view.state.doc.lines));
      view.dispatch({ selection: { anchor: from }, scrollIntoView: true });
      view.focus();
    },
    focus: () => view.focus(),
  };
}

function diagnosticsOf(view: EditorView, problems: JobCheckView['problems']): Diagnostic[] {
  const { doc } = view.state;
  return problems.flatMap(({ line: number, path, wanted, found }) => {
    if (number === undefined || number > doc.lines) return [];
    const { from, to, text } = doc.line(number);
    const message = `${path === '' ? '' : `${path}: `}wanted ${wanted}, found ${found}`;
    return [
      { from: from + (text.length - text.trimStart().length), to, severity: 'error', message },
    ];
  });
}

function completions({ state, pos, explicit }: CompletionContext, schema: Schema, isYaml: boolean) {
  const text = state.doc.toString();
  const place = isYaml ? yamlPlace(text, pos) : jsonPlace(text, pos);
  if (!explicit && place.from === place.to) return null;
  const found = optionsAt(schema, place);
  if (found.length === 0) return null;
  const written = text.slice(place.from, pos).replace(/^"/, '');
  const tail = isYaml || !place.isKey || /^\s*:/.test(text.slice(place.to)) ? '' : ': ';
  return {
    from: place.from,
    to: place.to,
    filter: false,
    options: matching(found, written.toLowerCase()).map((option) => ({
      label: option.label,
      detail: option.detail,
      ...(option.info === '' ? {} : { info: option.info }),
      apply: inserting(applied(option, isYaml, place.isKey) + tail),
    })),
  };
}

/** What comes after a key is offered at once. */
function inserting(text: string) {
  return (view: EditorView, _: unknown, from: number, to: number): void => {
    view.dispatch(insertCompletionText(view.state, text, from, to));
    if (text.endsWith(': ')) startCompletion(view);
  };
}

/** Those that begin with what is written; where none does, those that have it in them. */
function matching(options: readonly SchemaOption[], written: string): readonly SchemaOption[] {
  const names = options.map((option) => ({ option, name: option.label.toLowerCase() }));
  const begin = names.filter(({ name }) => name.startsWith(written));
  const fitting = begin.length > 0 ? begin : names.filter(({ name }) => name.includes(written));
  return fitting.map(({ option }) => option);
}

function applied({ label, json: text }: SchemaOption, isYaml: boolean, isKey: boolean): string {
  if (!isYaml) return text;
  return isKey ? `${label}: ` : label;
}
