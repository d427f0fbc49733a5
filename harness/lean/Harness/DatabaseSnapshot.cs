using System;
using System.Collections;
using System.Collections.Generic;
using System.IO;
using System.Reflection;

namespace Leantune.Harness;

/// <summary>
/// Takes back what a backtest has set in one of LEAN's databases of securities. LEAN can only read
/// the whole file again, which costs as much as a short backtest; and it sets entries in every
/// backtest itself, for the universe of the strategy's securities.
/// </summary>
/// <param name="database">Finds the database, reading it where LEAN has none yet</param>
/// <param name="readAgain">Has LEAN read it again when it is next wanted</param>
/// <param name="file">Where LEAN reads it from</param>
public sealed class DatabaseSnapshot(Func<object> database, Action readAgain, Func<string> file)
{
    private const BindingFlags Members = BindingFlags.Instance | BindingFlags.NonPublic | BindingFlags.Public;

    private object? _of;
    private DateTime _time;
    private Dictionary<object, object?> _entries = new();

    /// <summary>
    /// Sets the database to what is in its file.
    /// </summary>
    public void Restore()
    {
        var time = File.GetLastWriteTimeUtc(file());
        if (_of == null || time != _time || !ReferenceEquals(_of, database()) || !TakeBack())
        {
            readAgain();
            Take();
            _time = time;
        }
    }

    private void Take()
    {
        _of = database();
        _entries = new Dictionary<object, object?>();
        if (Member(_of, "Entries") is not IDictionary entries) return;
        foreach (DictionaryEntry entry in entries) _entries[entry.Key] = entry.Value;
    }

    /// <summary>False where this version of LEAN does not say what was changed.</summary>
    private bool TakeBack()
    {
        if (Member(_of!, "Entries") is not IDictionary entries) return false;
        if (Member(_of!, "CustomEntries") is not IEnumerable custom) return false;
        foreach (var key in custom)
        {
            if (_entries.TryGetValue(key, out var original)) entries[key] = original;
            else entries.Remove(key);
        }
        custom.GetType().GetMethod("Clear")!.Invoke(custom, null);
        return entries.Count == _entries.Count;
    }

    private static object? Member(object source, string name) => source.GetType().GetProperty(name, Members)?.GetValue(source);
}
