/** JSON has no infinities: here they are strings, as in the files of a run. NaN is left out. */
export function toJson(value: unknown): string {
  return JSON.stringify(value, (_key, item: unknown) => {
    if (typeof item !== 'number' || Number.isFinite(item)) return item;
    return Number.isNaN(item) ? undefined : String(item);
  });
}

/** An answer in JSON. */
export function answer(value: unknown, status = 200): Response {
  return jsonAnswer(toJson(value), status);
}

/** An answer in JSON that is written already. */
export function jsonAnswer(text: string, status = 200): Response {
  return new Response(text, {
    status,
    headers: { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store' },
  });
}
