import type { Token, Tokens } from 'marked';
import { element } from './element.ts';

/** Addresses that a note may lead to; all else stays text. */
const SAFE_LINK = /^(https?:\/\/|mailto:|\/(?!\/)|#|\?)/i;

const TAGS = { strong: 'strong', em: 'em', del: 's', blockquote: 'blockquote' } as const;

/**
 * Markdown as elements. The words are parsed by marked, but nothing of theirs is ever read as HTML:
 * every text becomes a text node, so that markup in a note stays text. Images become links.
 */
export async function markdownNodes(text: string): Promise<readonly Node[]> {
  const { lexer } = await import('marked');
  return lexer(text, { gfm: true, breaks: true }).flatMap(block);
}

function block(token: Token): Node[] {
  switch (token.type) {
    case 'space':
    case 'def':
      return [];
    case 'heading':
      // A page has its own heading; those of a note stand below it.
      return [element(token['depth'] < 2 ? 'h3' : 'h4', {}, ...inlineOf(token))];
    case 'paragraph':
      return [element('p', {}, ...inlineOf(token))];
    case 'list':
      return [listOf(token as Tokens.List)];
    case 'code':
      return [element('pre', { tabindex: 0 }, element('code', {}, String(token['text'])))];
    case 'blockquote':
      return [element('blockquote', {}, ...(token.tokens ?? []).flatMap(block))];
    case 'hr':
      return [element('hr')];
    case 'table':
      return [tableOf(token as Tokens.Table)];
    case 'html':
      return [element('p', {}, token.raw.trimEnd())];
    default:
      return inline(token);
  }
}

function listOf({ ordered, start, items }: Tokens.List): HTMLElement {
  const rows = items.map((item) => {
    const mark = item.task ? [item.checked === true ? '☑ ' : '☐ '] : [];
    return element('li', {}, ...mark, ...item.tokens.flatMap(block));
  });
  if (!ordered) return element('ul', {}, ...rows);
  return element('ol', { start: start === '' || start === 1 ? null : start }, ...rows);
}

function tableOf({ header, rows }: Tokens.Table): HTMLElement {
  const head = header.map((cell) =>
    element('th', { scope: 'col' }, ...cell.tokens.flatMap(inline)),
  );
  const body = rows.map((row) =>
    element('tr', {}, ...row.map((cell) => element('td', {}, ...cell.tokens.flatMap(inline)))),
  );
  return element(
    'table',
    {},
    element('thead', {}, element('tr', {}, ...head)),
    element('tbody', {}, ...body),
  );
}

function inlineOf({ tokens }: { readonly tokens?: Token[] }): Node[] {
  return (tokens ?? []).flatMap(inline);
}

function inline(token: Token): Node[] {
  switch (token.type) {
    case 'strong':
    case 'em':
    case 'del':
    case 'blockquote':
      return [element(TAGS[token.type], {}, ...inlineOf(token))];
    case 'codespan':
      return [element('code', {}, String(token['text']))];
    case 'br':
      return [element('br')];
    case 'link':
      return linkOf(String(token['href']), inlineOf(token));
    case 'image':
      return linkOf(String(token['href']), [textOf(String(token['text']))]);
    case 'checkbox':
      return [];
    case 'escape':
      return [textOf(String(token['text']))];
    default: {
      if (token.type === 'text' && token.tokens !== undefined) return inlineOf(token);
      return [textOf(token.raw)];
    }
  }
}

function linkOf(href: string, words: Node[]): Node[] {
  if (!SAFE_LINK.test(href)) return [...words, textOf(` (${href})`)];
  return [element('a', { href, rel: 'noopener noreferrer nofollow' }, ...words)];
}

function textOf(text: string): Text {
  return document.createTextNode(text);
}
