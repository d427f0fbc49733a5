import { readdirSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type ArtifactCache, keyOf } from './artifact-cache.ts';
import type { Fingerprints } from './fingerprint.ts';
import type { LeanToolchain } from './lean-toolchain.ts';

const SOURCES = fileURLToPath(new URL('../../harness/lean/', import.meta.url));

/** Folder of a harness built against a LEAN: built once, and again where either has changed. */
export interface BuiltHarness {
  readonly folder: string;
  /** Of its sources. */
  readonly version: string;
}

/** @throws Error with what the compiler says */
export async function buildHarness(
  toolchain: LeanToolchain,
  cache: ArtifactCache,
  fingerprints: Fingerprints,
): Promise<BuiltHarness> {
  const files = harnessSources();
  const version = await fingerprints.hash(files, SOURCES);
  const key = keyOf(version, toolchain.version, toolchain.framework, toolchain.leanFolder);
  const folder = await cache.get(`harness-${key}`, async (output) => {
    const scratch = await mkdtemp(join(tmpdir(), 'leantune-harness-'));
    try {
      const { ok, output: said } = await toolchain.build({
        project: join(SOURCES, 'Harness', 'Harness.csproj'),
        properties: {
          LeanPath: toolchain.leanFolder,
          HarnessTargetFramework: toolchain.framework,
          HarnessObjPath: `${scratch}/`,
        },
        reads: [SOURCES],
        output,
        scratch,
      });
      if (!ok) throw new Error(`Cannot build the LEAN harness:\n${errorLines(said)}`);
    } finally {
      await rm(scratch, { recursive: true, force: true });
    }
  });
  return { folder, version };
}

function harnessSources(): string[] {
  const projects = ['Harness', 'Protocol'].flatMap((name) =>
    readdirSync(join(SOURCES, name), { withFileTypes: true })
      .filter((entry) => entry.isFile() && /\.(cs|csproj)$/.test(entry.name))
      .map((entry) => join(SOURCES, name, entry.name)),
  );
  return [join(SOURCES, 'Harness.props'), ...projects];
}

/** What is said to be wrong, each thing once; all that was said where that is nothing. */
export function errorLines(said: string): string {
  const lines = said.split('\n').filter((line) => /\berror\b/.test(line));
  const once = [...new Set(lines.map((line) => line.trim().replace(/ \[[^\]]*proj[^\]]*\]$/, '')))];
  return once.length === 0 ? said.trim() : once.slice(0, 50).join('\n');
}
