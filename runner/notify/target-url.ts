import { InputError } from '../domain/errors.ts';

/** @throws InputError where the text is no http(s) address; the text is not repeated, it may be secret */
export function targetUrl(text: string, name: string): URL {
  const url = URL.parse(text);
  if (url !== null && /^https?:$/.test(url.protocol)) return url;
  throw new InputError('Cannot send notifications', [
    { path: name, wanted: 'an address that begins with https:// or http://', found: 'another' },
  ]);
}
