import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createArtifactCache } from '../../../runner/executors/artifact-cache.ts';
import { compileStrategy } from '../../../runner/executors/compile-strategy.ts';
import { createFingerprints } from '../../../runner/executors/fingerprint.ts';
import { readLeanProject } from '../../../runner/executors/lean-project.ts';
import type { Build, LeanToolchain } from '../../../runner/executors/lean-toolchain.ts';
import { projectText } from '../../../runner/executors/project-file.ts';
import { temporaryFolder } from '../../fixtures/temporary-folder.ts';

let folder: ReturnType<typeof temporaryFolder>;
let project: string;
beforeEach(() => {
  folder = temporaryFolder();
  project = join(folder.path, 'Mine');
  mkdirSync(project);
  writeFileSync(join(project, 'Main.cs'), 'public class Mine : QCAlgorithm { }');
});
afterEach(() => folder[Symbol.dispose]());

/** Stands for .NET: counts, and writes what a compiler would write, or says what one would say. */
function toolchain({ version = 'lean-1', says = '' } = {}): LeanToolchain & { builds: Build[] } {
  const builds: Build[] = [];
  return {
    version,
    framework: 'net10.0',
    leanFolder: '/lean',
    builds,
    python: () => '/lib/libpython3.so',
    async build(build) {
      builds.push(build);
      const name = basename(build.project, '.csproj');
      await writeFile(join(build.output, `${name}.dll`), 'compiled');
      await writeFile(join(build.output, `${name}.pdb`), 'symbols');
      return { ok: says === '', output: says };
    },
  };
}

const compile = (tools: LeanToolchain, { skip = false, harnessVersion = 'h1' } = {}) =>
  compileStrategy(readLeanProject(project), {
    toolchain: tools,
    cache: createArtifactCache(join(folder.path, 'artifacts')),
    fingerprints: createFingerprints(join(folder.path, 'fingerprints.json')),
    harnessVersion,
    skip,
  });

describe('compileStrategy()', () => {
  it('compiles the same sources once, also when asked twice at the same time', async () => {
    const tools = toolchain();
    const [one, other] = await Promise.all([compile(tools), compile(tools)]);
    expect(await compile(tools)).toBe(one);
    expect(other).toBe(one);
    expect(tools.builds.length).toBe(1);
    expect(readdirSync(dirname(one)).sort()).toEqual([
      basename(one),
      'artifact.json',
      'contents.json',
    ]);
    expect(readdirSync(join(folder.path, 'artifacts'))).toEqual([basename(dirname(one))]);
  });

  it('compiles again for other sources, another project file, LEAN or harness', async () => {
    const paths = [await compile(toolchain())];
    writeFileSync(join(project, 'Main.cs'), 'public class Mine : QCAlgorithm { int x; }');
    paths.push(await compile(toolchain()));
    writeFileSync(join(project, 'Mine.csproj'), '<Project/>');
    paths.push(await compile(toolchain()));
    paths.push(await compile(toolchain({ version: 'lean-2' })));
    paths.push(await compile(toolchain(), { harnessVersion: 'h2' }));
    expect(new Set(paths).size).toBe(5);
    // LEAN keeps an assembly by its name, so no two may have the same.
    expect(new Set(paths.map((path) => basename(path))).size).toBe(5);
  });

  it('tells every error with file and line, once, and keeps nothing', async () => {
    const file = join(project, 'Main.cs');
    const says = [
      `${file}(3,14): error CS1002: ; expected [/tmp/x/Strategy.csproj]`,
      `${file}(3,14): error CS1002: ; expected [/tmp/x/Strategy.csproj]`,
      `${file}(9,1): warning CS0168: never used [/tmp/x/Strategy.csproj]`,
      `${join(project, 'models/Alpha.cs')}(7,2): error CS0246: The type 'X' could not be found [/tmp]`,
    ].join('\n');
    await expect(compile(toolchain({ says }))).rejects.toMatchObject({
      problems: [
        { path: 'Main.cs', line: 3, found: 'CS1002: ; expected (column 14)' },
        { path: join('models', 'Alpha.cs'), line: 7, found: expect.stringContaining('CS0246') },
      ],
    });
    expect(readdirSync(join(folder.path, 'artifacts'))).toEqual([]);
    expect(existsSync(await compile(toolchain()))).toBe(true);
  });

  it('takes what was compiled last where compiling is skipped', async () => {
    await expect(compile(toolchain(), { skip: true })).rejects.toThrow(
      /what an earlier run compiled/,
    );
    const compiled = await compile(toolchain());
    writeFileSync(join(project, 'Main.cs'), 'this would not compile');
    const tools = toolchain();
    expect(await compile(tools, { skip: true })).toBe(compiled);
    expect(tools.builds).toEqual([]);
  });
});

describe('projectText()', () => {
  it("keeps language and packages of the strategy's own project, not LEAN's packages", () => {
    writeFileSync(
      join(project, 'Mine.csproj'),
      `<Project><PropertyGroup><Nullable>enable</Nullable><TargetFramework>net6.0</TargetFramework>
      </PropertyGroup><ItemGroup>
      <PackageReference Include="QuantConnect.Lean" Version="2.5.*" />
      <PackageReference Include="Accord.Math" Version="3.8.0" /></ItemGroup></Project>`,
    );
    const text = projectText(readLeanProject(project), { name: 'S', toolchain: toolchain() });
    expect(text).toContain('<Nullable>enable</Nullable>');
    expect(text).toContain('<TargetFramework>net10.0</TargetFramework>');
    expect(text).toContain('Accord.Math');
    expect(text).not.toContain('QuantConnect.Lean"');
    expect(text).toContain(`<Compile Include="${join(project, 'Main.cs')}" />`);
  });
});

describe('readLeanProject()', () => {
  it('reads a lean-cli project: its parameters, its libraries, and not its results', () => {
    const library = join(folder.path, 'Library');
    mkdirSync(library);
    mkdirSync(join(project, 'backtests'));
    writeFileSync(join(folder.path, 'lean.json'), '{}');
    writeFileSync(join(library, 'Tools.cs'), 'class Tools { }');
    writeFileSync(join(project, 'backtests', 'Main.cs'), 'class Old : QCAlgorithm { }');
    writeFileSync(
      join(project, 'config.json'),
      '{ "parameters": { "fast": "10" }, "libraries": [{ "name": "Library", "path": "Library" }] }',
    );
    expect(readLeanProject(project)).toMatchObject({
      language: 'CSharp',
      sources: [join(project, 'Main.cs'), join(library, 'Tools.cs')],
      parameters: { fast: '10' },
    });
  });

  it('says where there is no strategy', () => {
    const empty = join(folder.path, 'empty');
    mkdirSync(empty);
    expect(() => readLeanProject(empty)).toThrow(/a folder with .cs files or a main.py/);
    expect(() => readLeanProject(join(folder.path, 'none'))).toThrow(/found none/);
  });
});
