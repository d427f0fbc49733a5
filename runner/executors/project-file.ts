import { readFileSync } from 'node:fs';
import type { LeanProject } from './lean-project.ts';
import type { LeanToolchain } from './lean-toolchain.ts';

/** Settings of a strategy's own project file that change what its sources mean. */
const KEPT = ['LangVersion', 'Nullable', 'ImplicitUsings', 'DefineConstants', 'RootNamespace'];

/**
 * A project file of ours that compiles a strategy against LEAN's own assemblies: lean-cli's asks a
 * registry for LEAN's packages, which need not be those of this LEAN. What its own project file says
 * of the language and of other packages holds.
 */
export function projectText(
  { sources, projectFile }: LeanProject,
  { name, toolchain }: { readonly name: string; readonly toolchain: LeanToolchain },
): string {
  const own = projectFile === null ? '' : readFileSync(projectFile, 'utf8');
  const kept = KEPT.flatMap((tag) => {
    const match = new RegExp(`<${tag}>([^<]*)</${tag}>`).exec(own);
    return match === null ? [] : [`<${tag}>${match[1]}</${tag}>`];
  });
  const packages = [
    ...own.matchAll(
      /<PackageReference\s[^>]*?\/>|<PackageReference\s[^>]*?>[\s\S]*?<\/PackageReference>/g,
    ),
  ]
    .map(([element]) => element)
    .filter((element) => !/Include\s*=\s*"QuantConnect\./.test(element));
  const compiled = sources.map((file) => `<Compile Include="${escaped(file)}" />`);
  return `<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup>
    <TargetFramework>${toolchain.framework}</TargetFramework>
    <AssemblyName>${name}</AssemblyName>
    <LangVersion>latest</LangVersion>
    ${kept.join('\n    ')}
    <AllowUnsafeBlocks>true</AllowUnsafeBlocks>
    <DebugType>none</DebugType>
    <Deterministic>true</Deterministic>
    <EnableDefaultItems>false</EnableDefaultItems>
    <GenerateAssemblyInfo>false</GenerateAssemblyInfo>
    <ProduceReferenceAssembly>false</ProduceReferenceAssembly>
    <NuGetAudit>false</NuGetAudit>
    <SatelliteResourceLanguages>en</SatelliteResourceLanguages>
    <TreatWarningsAsErrors>false</TreatWarningsAsErrors>
    <WarningLevel>0</WarningLevel>
  </PropertyGroup>
  <ItemGroup>
    <LeanAssembly Include="${escaped(toolchain.leanFolder)}/*.dll" />
    <Reference Include="@(LeanAssembly)" Private="false" />
    ${[...packages, ...compiled].join('\n    ')}
  </ItemGroup>
</Project>
`;
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;');
}
