import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Verification } from '../domain/verification.ts';
import { writeFileAtomic } from './atomic-write.ts';

const FILE = 'verifications.json';

interface VerificationsFile {
  readonly v: 1;
  readonly verifications: readonly Verification[];
}

/** What was verified of a search, oldest first: `verifications.json` of its folder. */
export async function readVerifications(symbolFolder: string): Promise<readonly Verification[]> {
  const text = await readFile(join(symbolFolder, FILE), 'utf8').catch(() => null);
  if (text === null) return [];
  try {
    const { v, verifications } = JSON.parse(text, infinitiesAsNumbers) as VerificationsFile;
    return v === 1 && Array.isArray(verifications) ? verifications : [];
  } catch {
    // What cannot be read counts as not verified.
    return [];
  }
}

/** Adds one, in place of an older one of the same set by the same executor. */
export async function addVerification(
  symbolFolder: string,
  verification: Verification,
): Promise<readonly Verification[]> {
  const { evaluation, executor, engine } = verification;
  const others = (await readVerifications(symbolFolder)).filter(
    (one) => one.evaluation !== evaluation || one.executor !== executor || one.engine !== engine,
  );
  const verifications = [...others, verification];
  const file: VerificationsFile = { v: 1, verifications };
  const text = `${JSON.stringify(file, infinitiesAsText, 2)}\n`;
  await writeFileAtomic(join(symbolFolder, FILE), text);
  await noteInBest(symbolFolder, verifications);
  return verifications;
}

/** `best.json` says of its set what is known. */
async function noteInBest(
  symbolFolder: string,
  verifications: readonly Verification[],
): Promise<void> {
  const path = join(symbolFolder, 'best.json');
  const text = await readFile(path, 'utf8').catch(() => null);
  if (text === null) return;
  const best = JSON.parse(text) as { readonly evaluation: { readonly id: number } };
  const verified = verifications.filter(({ evaluation }) => evaluation === best.evaluation.id);
  if (verified.length === 0) return;
  await writeFileAtomic(path, `${JSON.stringify({ ...best, verified }, infinitiesAsText)}\n`);
}

function infinitiesAsText(_key: string, value: unknown): unknown {
  return typeof value === 'number' && !Number.isFinite(value) ? String(value) : value;
}

function infinitiesAsNumbers(key: string, value: unknown): unknown {
  const isFigure = key === 'was' || key === 'is';
  return isFigure && typeof value === 'string' ? Number(value) : value;
}
