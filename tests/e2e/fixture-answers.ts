/** JSON as the server writes it. */
export const answer = (data: unknown) =>
  new Response(encode(data), { headers: { 'content-type': 'application/json' } });

export const problem = (status: number, title: string, detail: string) =>
  new Response(encode({ type: 'about:blank', title, status, detail }), {
    status,
    headers: { 'content-type': 'application/problem+json' },
  });

export const unknownRun = (id: string) =>
  problem(404, 'Not found', `Cannot show run "${id}": wanted the id of a run, found none by it`);

/** Infinities as strings. */
export function encode(data: unknown): string {
  return JSON.stringify(data, (_, value) =>
    typeof value === 'number' && !Number.isFinite(value) ? String(value) : value,
  );
}
