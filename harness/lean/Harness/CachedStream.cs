using System;
using System.Collections;
using System.Collections.Generic;
using QuantConnect;
using QuantConnect.Data;
using QuantConnect.Data.UniverseSelection;
using QuantConnect.Lean.Engine.DataFeeds;
using QuantConnect.Util;

namespace Leantune.Harness;

/// <summary>
/// A subscription's points: from an earlier backtest where the same were wanted, else read and kept.
/// </summary>
public sealed class CachedStream(DirectDataFeed feed, SubscriptionRequest request, IReadOnlyRef<TimeSpan> fillForward) : IEnumerator<SubscriptionData>
{
    private StreamKey? _key;
    private RecordedStream? _kept;
    private RecordedStream? _recording;
    private IEnumerator<SubscriptionData>? _direct;
    private TimeSpan _fillForward;
    private bool _isAhead;
    private int _next;

    /// <inheritdoc />
    public SubscriptionData Current { get; private set; } = null!;

    object IEnumerator.Current => Current;

    private SubscriptionDataConfig Config => request.Configuration;

    /// <inheritdoc />
    public bool MoveNext()
    {
        if (_key == null) Begin();
        var isSame = fillForward.Value == _fillForward && Config.DataNormalizationMode == _key!.Normalization;
        if (_kept != null && isSame) return Replay();
        if (_kept != null) GoOnReading();
        // What comes now belongs to no key.
        if (!isSame) EndRecording();
        return Read();
    }

    /// <inheritdoc />
    public void Reset() => throw new NotSupportedException();

    /// <inheritdoc />
    public void Dispose()
    {
        EndRecording();
        _direct?.Dispose();
    }

    // Not when the subscription is made: LEAN fills all of them forward at the finest resolution, and
    // that is known when all are there.
    private void Begin()
    {
        _fillForward = fillForward.Value;
        _key = feed.KeyOf(request, _fillForward);
        _kept = feed.FindKept(_key);
        if (_kept != null) return;
        _recording = new RecordedStream();
        feed.Record(_recording);
        _direct = feed.Open(request);
    }

    private bool Replay()
    {
        if (_next == _kept!.Points.Count)
        {
            Current = null!;
            return false;
        }
        var point = _kept.Points[_next++];
        Config.MappedSymbol = point.MappedSymbol;
        Config.PriceScaleFactor = point.PriceScaleFactor;
        Config.SumOfDividends = point.SumOfDividends;
        // Strategies may write into what they are given.
        Current = new SubscriptionData(point.Data.Clone(point.Data.IsFillForward), point.EmitTimeUtc);
        return true;
    }

    private bool Read()
    {
        var isThere = _isAhead || _direct!.MoveNext();
        _isAhead = false;
        Current = isThere ? _direct!.Current : null!;
        if (isThere) Keep();
        else End();
        return isThere;
    }

    private void Keep()
    {
        if (_recording == null) return;
        if (Current == null || !feed.WouldKeep(_recording.Points.Count + 1))
        {
            EndRecording();
            return;
        }
        var data = Current.Data;
        _recording.Add(new RecordedStream.Point(
            data.Clone(data.IsFillForward),
            Current.EmitTimeUtc,
            Config.MappedSymbol,
            Config.PriceScaleFactor,
            Config.SumOfDividends));
    }

    // A finer resolution or another normalisation since the last point: only LEAN can go on.
    private void GoOnReading()
    {
        var last = _next == 0 ? DateTime.MinValue : _kept!.Points[_next - 1].EmitTimeUtc;
        _kept = null;
        _direct = feed.Open(request);
        while (_direct.MoveNext())
        {
            if (_direct.Current.EmitTimeUtc <= last) continue;
            _isAhead = true;
            return;
        }
    }

    private void End()
    {
        if (_recording != null) feed.Keep(_key!, _recording);
        EndRecording();
    }

    private void EndRecording()
    {
        if (_recording == null) return;
        feed.EndRecord(_recording);
        _recording = null;
    }
}
