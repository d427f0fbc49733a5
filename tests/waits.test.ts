import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { expect, test } from 'vitest';

/** What is said of a page at one instant, though a moment later it may be otherwise. */
const READS =
  /\.(count|textContent|innerText|allTextContents|allInnerTexts|getAttribute|inputValue|is(Visible|Hidden|Checked|Disabled|Enabled))\([^()]*\)$|^(new URL\()?page\.url\(\)|^overflow\(/;

/** What a busy machine may take for a step, and for a test of many steps: milliseconds. */
const [STEP, TEST] = [60_000, 900_000];

/** Where properties have a seed from. */
const SEEDED = join('fixtures', 'seeded-fc.ts');

/** Why a call fails on a machine that is busy just then, or quicker than others; null where it does not. */
type Haste = (call: ts.CallExpression, name: string) => string | null;

const readsAtOnce: Haste = ({ arguments: [first] }, name) => {
  if (name !== 'expect' || first === undefined) return null;
  const read = (ts.isAwaitExpression(first) ? first.expression : first).getText();
  return READS.test(read) ? 'wanted await expect.poll(() => …), found a page read at once' : null;
};

const waitsASecond: Haste = ({ arguments: [, options] }, name) => {
  if (!/^vi\.wait(Until|For)$/.test(name)) return null;
  const isNamed = options !== undefined && !ts.isObjectLiteralExpression(options);
  if (isNamed || (options !== undefined && fieldOf(options, 'timeout') !== undefined)) return null;
  return 'wanted a timeout, found the second that there is without one';
};

const waitsTooShort: Haste = (call, name) => {
  const isTest = /^(it|test|describe|(before|after)(All|Each))\b/.test(name);
  const least = isTest ? TEST : STEP;
  for (const given of call.arguments) {
    const limit = fieldOf(given, 'timeout') ?? (isTest ? given : undefined);
    if (limit === undefined || !ts.isNumericLiteral(limit)) continue;
    // A literal's text is without the underscores of its source.
    if (Number(limit.text) < least) return `wanted ${least} ms at least, found ${limit.text}`;
  }
  return null;
};

const removesOnce: Haste = ({ arguments: [, options] }, name) => {
  if (!/^(fs\.)?rm(Sync)?$/.test(name) || options === undefined) return null;
  const isWhole = fieldOf(options, 'recursive') === undefined || fieldOf(options, 'maxRetries');
  return isWhole ? null : 'wanted maxRetries: somebody may be writing into the folder yet';
};

const takesAPort: Haste = ({ arguments: [first] }, name) => {
  const isFixed = first !== undefined && ts.isNumericLiteral(first) && first.text !== '0';
  return /\.listen$/.test(name) && isFixed ? `wanted port 0, found ${first.text}` : null;
};

const HASTES = [readsAtOnce, waitsASecond, waitsTooShort, removesOnce, takesAPort];

/** A field's value in an object that is written out. */
function fieldOf(node: ts.Node, name: string): ts.Expression | undefined {
  if (!ts.isObjectLiteralExpression(node)) return undefined;
  const found = node.properties.find((property) => property.name?.getText() === name);
  return found !== undefined && ts.isPropertyAssignment(found) ? found.initializer : undefined;
}

function hasteIn(file: string): string[] {
  const text = readFileSync(join(import.meta.dirname, file), 'utf8');
  const found = hastesOf(text).map(([line, haste]) => `${file}:${line}: ${haste}`);
  const isDrawn = /^import .* from 'fast-check';$/m.test(text) && file !== SEEDED;
  return isDrawn ? [...found, `${file}: wanted fc of ${SEEDED}, found one without a seed`] : found;
}

function hastesOf(text: string): [line: number, haste: string][] {
  if (!/vi\.wait|\.locator\(|\bpage\.|overflow|timeout|recursive|\d_000|\.listen\(/.test(text))
    return [];
  const source = ts.createSourceFile('a.ts', text, ts.ScriptTarget.Latest, true);
  const found: [number, string][] = [];
  const look = (node: ts.Node): void => {
    if (ts.isCallExpression(node)) {
      const name = node.expression.getText();
      const { line } = source.getLineAndCharacterOfPosition(node.getStart());
      const hastes = HASTES.flatMap((haste) => haste(node, name) ?? []);
      found.push(...hastes.map((haste): [number, string] => [line + 1, haste]));
    }
    ts.forEachChild(node, look);
  };
  look(source);
  return found;
}

test('tests wait for what only becomes so, as long as a busy machine takes', () => {
  const files = readdirSync(import.meta.dirname, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .sort();
  expect(files.length).toBeGreaterThan(100);
  expect(files.flatMap(hasteIn)).toEqual([]);
});

test.each([
  ['expect(await page.locator("b").count()).toBe(1)', 1],
  ['expect(await overflow(page)).toBe(0)', 1],
  ['await expect.poll(() => page.locator("b").count()).toBe(1)', 0],
  ['vi.waitUntil(found); page.url()', 1],
  ['vi.waitFor(found, { interval: 5 })', 1],
  ['vi.waitUntil(found, waiting); vi.waitFor(found, { timeout: 90_000 })', 0],
  ['vi.waitFor(found, { timeout: 9_000 })', 1],
  ['await expect.poll(found, { timeout: 5_000 }).toBe(1)', 1],
  ['it("is", async () => {}, 30_000)', 1],
  ['describe.each([1])("is", { timeout: 60_000 }, () => {})', 1],
  ['it("is", { timeout: 900_000 }, async () => {})', 0],
  ['afterAll(() => rm(folder, { recursive: true, force: true }))', 1],
  ['afterAll(() => rm(folder, { recursive: true, maxRetries: 5 }))', 0],
  ['server.listen(8_080)', 1],
  ['server.listen(0); server.listen(port); "recursive"', 0],
])('%s has %d haste', (text, count) => {
  expect(hastesOf(text)).toHaveLength(count);
});
