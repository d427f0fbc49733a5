using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using Leantune.Harness.Protocol;
using QuantConnect;
using QuantConnect.Interfaces;

namespace Leantune.Harness;

/// <summary>
/// Notes which data files LEAN asked for, in memory, where LEAN's own monitor writes three files and
/// keeps a thread.
/// </summary>
public sealed class DataRequestCounter : IDataMonitor
{
    private const int MostNames = 100;

    private readonly Lock _lock = new();
    private readonly HashSet<string> _found = new(StringComparer.Ordinal);
    private readonly SortedSet<string> _missing = new(StringComparer.Ordinal);

    /// <summary>What was asked for so far, each file counted once.</summary>
    public DataRequests Requests
    {
        get
        {
            lock (_lock) return new DataRequests(_found.Count, _missing.Count, _missing.Take(MostNames).ToList());
        }
    }

    /// <inheritdoc />
    public void OnNewDataRequest(object sender, DataProviderNewDataRequestEventArgs request)
    {
        Note(request.Path, request.Succeeded);
    }

    /// <summary>
    /// Notes one request. Map and factor files are not counted, as LEAN does not count them.
    /// </summary>
    public void Note(string path, bool isFound)
    {
        if (path.Contains("map_files", StringComparison.OrdinalIgnoreCase)) return;
        if (path.Contains("factor_files", StringComparison.OrdinalIgnoreCase)) return;
        var name = Relative(path);
        lock (_lock)
        {
            if (isFound) _found.Add(name);
            else _missing.Add(name);
        }
    }

    /// <inheritdoc />
    public void Exit()
    {
    }

    /// <inheritdoc />
    public void Dispose()
    {
    }

    private static string Relative(string path)
    {
        var folder = Globals.DataFolder;
        return path.StartsWith(folder, StringComparison.Ordinal)
            ? path[folder.Length..].TrimStart('/', '\\')
            : path;
    }
}
