using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Runtime.Loader;

namespace Leantune.Harness;

/// <summary>
/// Finds LEAN's assemblies where LEAN is, so that none of them has to be copied beside the harness.
/// </summary>
public static class LeanAssemblies
{
    private const string Engine = "QuantConnect.Lean.Engine.dll";

    /// <summary>
    /// Folder with LEAN's assemblies.
    /// </summary>
    public static string Folder { get; private set; } = "";

    /// <summary>
    /// Folder of LEAN itself, with its Python files; another one where the assemblies were compiled
    /// ahead of time.
    /// </summary>
    public static string Home { get; private set; } = "";

    /// <summary>
    /// Has the runtime look for assemblies in LEAN's folder too.
    /// </summary>
    /// <exception cref="FileNotFoundException">There is no LEAN in any of the places</exception>
    public static void Install()
    {
        var places = Places().Where(place => !string.IsNullOrEmpty(place)).ToList();
        Folder = places.FirstOrDefault(place => File.Exists(Path.Combine(place, Engine)))
            ?? throw new FileNotFoundException(
                $"wanted {Engine} in the folder that LEAN_PATH names, found none in {string.Join(", ", places)}");
        Home = places.FirstOrDefault(place => File.Exists(Path.Combine(place, "AlgorithmImports.py"))) ?? Folder;
        AssemblyLoadContext.Default.Resolving += Resolve;
    }

    private static IEnumerable<string> Places()
    {
        // Copies beside the harness are there only where they were compiled ahead of time.
        yield return AppContext.BaseDirectory;
        yield return Environment.GetEnvironmentVariable("LEAN_PATH") ?? "";
        yield return Assembly.GetExecutingAssembly()
            .GetCustomAttributes<AssemblyMetadataAttribute>()
            .FirstOrDefault(attribute => attribute.Key == "LeanPath")?.Value ?? "";
    }

    private static Assembly? Resolve(AssemblyLoadContext context, AssemblyName name)
    {
        var path = Path.Combine(Folder, $"{name.Name}.dll");
        return File.Exists(path) ? context.LoadFromAssemblyPath(path) : null;
    }
}
