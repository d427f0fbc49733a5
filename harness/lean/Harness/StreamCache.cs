using System;
using System.Collections.Generic;

namespace Leantune.Harness;

/// <summary>
/// Keeps streams between backtests, which differ in the strategy's parameters but read the same data.
/// </summary>
public sealed class StreamCache
{
    // A bar with the list's share, measured on daily and minute bars.
    private const long BytesPerPoint = 300;

    private readonly Dictionary<StreamKey, RecordedStream> _streams = new();
    private readonly long _mostPoints = Math.Min(2_000_000, GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 5 / BytesPerPoint);
    private long _points;

    /// <summary>
    /// The stream of a key; null where there is none that is still what the files say.
    /// </summary>
    public RecordedStream? Find(StreamKey key)
    {
        if (!_streams.TryGetValue(key, out var stream)) return null;
        if (stream.IsCurrent()) return stream;
        Clear();
        return null;
    }

    /// <summary>
    /// Keeps a stream that has come to its end. Where that is more than a fifth of the memory, the
    /// ones before it are forgotten.
    /// </summary>
    public void Keep(StreamKey key, RecordedStream stream)
    {
        if (_points + stream.Points.Count > _mostPoints)
        {
            _streams.Clear();
            _points = 0;
        }
        if (_streams.TryAdd(key, stream)) _points += stream.Points.Count;
    }

    /// <summary>True if a stream of so many points would be kept.</summary>
    public bool WouldKeep(long points) => points <= _mostPoints;

    // A changed file may also be one that LEAN itself has kept.
    private void Clear()
    {
        _streams.Clear();
        _points = 0;
        QuantConnect.Lean.Engine.DataFeeds.TextSubscriptionDataSourceReader.ClearCache();
    }
}
