using System;
using System.Collections.Generic;
using System.IO;
using QuantConnect.Data;

namespace Leantune.Harness;

/// <summary>
/// A subscription's data as LEAN made it of its files: adjusted, filled forward, with the UTC time at
/// which each point reaches the strategy.
/// </summary>
public sealed class RecordedStream
{
    private readonly List<Point> _points = new();
    private readonly List<SourceFile> _files = new();
    private readonly HashSet<string> _paths = new(StringComparer.Ordinal);

    /// <summary>One point and what LEAN noted in the subscription's configuration on the way.</summary>
    public readonly record struct Point(
        BaseData Data,
        DateTime EmitTimeUtc,
        string MappedSymbol,
        decimal PriceScaleFactor,
        decimal SumOfDividends);

    /// <summary>In the order of emission.</summary>
    public IReadOnlyList<Point> Points => _points;

    /// <summary>The files that were asked for.</summary>
    public IReadOnlyList<SourceFile> Files => _files;

    /// <summary>Adds a point; the data must be nobody else's.</summary>
    public void Add(Point point) => _points.Add(point);

    /// <summary>Notes that a file was asked for.</summary>
    public void AddFile(string path)
    {
        if (_paths.Add(path)) _files.Add(SourceFile.Of(path));
    }

    /// <summary>
    /// False if a file has changed, come or gone since.
    /// </summary>
    public bool IsCurrent()
    {
        foreach (var file in _files)
        {
            if (file != SourceFile.Of(file.Path)) return false;
        }
        return true;
    }

    /// <summary>
    /// A file as it was found; length -1 where there was none.
    /// </summary>
    public sealed record SourceFile(string Path, long Length, DateTime Time)
    {
        /// <summary>True if it was there.</summary>
        public bool IsThere => Length >= 0;

        /// <summary>Looks at a file; <paramref name="path"/> may name an entry of an archive behind a #.</summary>
        public static SourceFile Of(string path)
        {
            var entry = path.IndexOf('#', StringComparison.Ordinal);
            var file = new FileInfo(entry < 0 ? path : path[..entry]);
            return file.Exists ? new SourceFile(path, file.Length, file.LastWriteTimeUtc) : new SourceFile(path, -1, default);
        }
    }
}
