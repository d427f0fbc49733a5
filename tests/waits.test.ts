import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { expect, test } from 'vitest';

/** What Playwright says of a page at one instant, though a moment later it may be otherwise. */
const READS =
  /\.(count|textContent|innerText|allTextContents|allInnerTexts|getAttribute|inputValue|is(Visible|Hidden|Checked|Disabled|Enabled))\([^()]*\)$|^(new URL\()?page\.url\(\)/;

/** Why a call fails on a machine that is busy just then; null where it does not. */
function hasteOf(call: ts.CallExpression): string | null {
  const [first] = call.arguments;
  const name = call.expression.getText();
  if (/^vi\.wait(Until|For)$/.test(name) && call.arguments.length < 2) {
    return 'wanted a timeout, found the second that there is without one';
  }
  if (name !== 'expect' || first === undefined) return null;
  const read = (ts.isAwaitExpression(first) ? first.expression : first).getText();
  return READS.test(read) ? 'wanted await expect.poll(() => …), found a page read at once' : null;
}

function hasteIn(file: string): string[] {
  const text = readFileSync(join(import.meta.dirname, file), 'utf8');
  if (!/vi\.wait|\.locator\(|\bpage\./.test(text)) return [];
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
  const found: string[] = [];
  const look = (node: ts.Node): void => {
    const haste = ts.isCallExpression(node) ? hasteOf(node) : null;
    if (haste !== null) {
      const { line } = source.getLineAndCharacterOfPosition(node.getStart());
      found.push(`${file}:${line + 1}: ${haste}`);
    }
    ts.forEachChild(node, look);
  };
  look(source);
  return found;
}

test('tests wait for what only becomes so', () => {
  const files = readdirSync(import.meta.dirname, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .sort();
  expect(files.length).toBeGreaterThan(100);
  expect(files.flatMap(hasteIn)).toEqual([]);
});
