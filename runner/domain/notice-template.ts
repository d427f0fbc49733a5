import { NOTICE_FIELDS, type Notice, type NoticeField } from './notice.ts';

const PLACEHOLDER = /\{\{\s*([^{}]*?)\s*\}\}/g;

/** Names in a template that no notice has. */
export function unknownFields(template: string): string[] {
  return [...template.matchAll(PLACEHOLDER)]
    .map(([, name = '']) => name)
    .filter((name) => !(NOTICE_FIELDS as readonly string[]).includes(name));
}

/** `"{{name}}: {{fitness}}"` with the notice's values; what is not known is a dash. */
export function fillTemplate(template: string, { values }: Notice): string {
  return template.replace(PLACEHOLDER, (_, name: string) =>
    String(values[name as NoticeField] ?? '–'),
  );
}

/** A notice in our own words. */
export function noticeText({ title, lines }: Notice): string {
  return [title, ...lines].join('\n');
}
