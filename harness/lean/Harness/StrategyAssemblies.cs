using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Runtime.Loader;
using Leantune.Harness.Protocol;
using QuantConnect.AlgorithmFactory;

namespace Leantune.Harness;

/// <summary>
/// Loads strategies so that nothing of a backtest is left for the next: an assembly that can hold
/// state in static fields is loaded anew for each backtest and unloaded afterwards, any other one is
/// kept, which saves compiling its methods again.
/// </summary>
public sealed class StrategyAssemblies
{
    private readonly Dictionary<string, Loaded> _kept = new();
    private LoadContext? _passing;

    /// <summary>
    /// Finds a strategy's class.
    /// </summary>
    /// <param name="path">The assembly</param>
    /// <param name="typeName">Full name or name of the class; may be empty where there is but one</param>
    /// <exception cref="BacktestException">There is no such assembly or class</exception>
    public Type Find(string path, string typeName)
    {
        var file = new FileInfo(path);
        if (!file.Exists)
        {
            throw new BacktestException(FailureKind.Setup, $"Cannot load the strategy: wanted an assembly at {path}, found none");
        }
        return Pick(Load(file), typeName, path);
    }

    /// <summary>
    /// Unloads what was loaded for the last backtest only.
    /// </summary>
    public void Unload()
    {
        if (_passing == null) return;
        LeanState.ForgetStrategyTypes();
        _passing.Unload();
        _passing = null;
    }

    private Assembly Load(FileInfo file)
    {
        var path = file.FullName;
        if (_kept.TryGetValue(path, out var kept) && kept.Time == file.LastWriteTimeUtc && kept.Length == file.Length)
        {
            return kept.Assembly;
        }
        var context = new LoadContext(file.DirectoryName!);
        var assembly = context.LoadBytes(path);
        if (StaticState.IsPossible(assembly))
        {
            _passing = context;
        }
        else
        {
            if (kept != null) kept.Context.Unload();
            _kept[path] = new Loaded(assembly, context, file.LastWriteTimeUtc, file.Length);
        }
        return assembly;
    }

    private static Type Pick(Assembly assembly, string typeName, string path)
    {
        var names = Loader.GetExtendedTypeNames(assembly);
        var matching = names.Where(name => Matches(name, typeName)).ToList();
        if (matching.Count == 0 && names.Count == 1) matching = names;
        if (matching.Count == 1) return assembly.GetType(matching[0], throwOnError: true)!;
        throw new BacktestException(
            FailureKind.Setup,
            $"Cannot load the strategy: wanted one class named '{typeName}' in {path}, found {(names.Count == 0 ? "no strategy" : string.Join(", ", names))}");
    }

    private static bool Matches(string fullName, string typeName) =>
        fullName == typeName || fullName[(fullName.LastIndexOf('.') + 1)..] == typeName;

    private sealed record Loaded(Assembly Assembly, LoadContext Context, DateTime Time, long Length);

    private sealed class LoadContext(string folder) : AssemblyLoadContext(isCollectible: true)
    {
        // From bytes, as a file that is loaded from its path cannot be replaced while it is in use.
        public Assembly LoadBytes(string path)
        {
            using var bytes = new MemoryStream(File.ReadAllBytes(path));
            return LoadFromStream(bytes);
        }

        protected override Assembly? Load(AssemblyName assemblyName)
        {
            // LEAN's own assemblies must be the ones that the engine runs with.
            if (File.Exists(Path.Combine(LeanAssemblies.Folder, $"{assemblyName.Name}.dll"))) return null;
            var beside = Path.Combine(folder, $"{assemblyName.Name}.dll");
            return File.Exists(beside) ? LoadBytes(beside) : null;
        }
    }
}
