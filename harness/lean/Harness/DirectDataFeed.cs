using System;
using System.Collections.Generic;
using QuantConnect;
using QuantConnect.Data;
using QuantConnect.Data.UniverseSelection;
using QuantConnect.Interfaces;
using QuantConnect.Lean.Engine.DataFeeds;
using QuantConnect.Lean.Engine.Results;
using QuantConnect.Packets;
using QuantConnect.Securities;

namespace Leantune.Harness;

/// <summary>
/// LEAN's data feed, but for subscriptions of bars: these are read on the strategy's own thread where
/// LEAN hands each point over from another, and what was read is kept for the next backtest.
/// </summary>
public sealed class DirectDataFeed(StreamCache cache, DataRequestCounter requests) : FileSystemDataFeed
{
    private IAlgorithm _algorithm = null!;
    private IFactorFileProvider _factorFiles = null!;
    private SubscriptionCollection _subscriptions = null!;
    private IDataProvider _data = null!;
    private readonly HashSet<RecordedStream> _recordings = new();

    /// <inheritdoc />
    public override void Initialize(
        IAlgorithm algorithm,
        AlgorithmNodePacket job,
        IResultHandler resultHandler,
        IMapFileProvider mapFileProvider,
        IFactorFileProvider factorFileProvider,
        IDataProvider dataProvider,
        IDataFeedSubscriptionManager subscriptionManager,
        IDataFeedTimeProvider dataFeedTimeProvider,
        IDataChannelProvider dataChannelProvider)
    {
        _algorithm = algorithm;
        _factorFiles = factorFileProvider;
        _subscriptions = subscriptionManager.DataFeedSubscriptions;
        _data = dataProvider;
        _data.NewDataRequest += NoteFile;
        base.Initialize(algorithm, job, resultHandler, mapFileProvider, factorFileProvider, dataProvider, subscriptionManager, dataFeedTimeProvider, dataChannelProvider);
    }

    /// <inheritdoc />
    public override Subscription CreateSubscription(SubscriptionRequest request)
    {
        // What is left to LEAN: universes, which depend on the strategy, custom data, whose source may
        // be anything, and seconds and ticks, of which there are too many to keep.
        var config = request.Configuration;
        if (request.IsUniverseSubscription || config.IsCustomData || config.Resolution <= Resolution.Second || !IsPlain(request.Security))
        {
            return base.CreateSubscription(request);
        }
        var fillForward = _subscriptions.UpdateAndGetFillForwardResolution(config.FillDataForward ? config : null);
        var offsets = new TimeZoneOffsetProvider(request.ExchangeHours.TimeZone, request.StartTimeUtc, request.EndTimeUtc);
        return new Subscription(request, new CachedStream(this, request, fillForward), offsets);
    }

    /// <inheritdoc />
    public override void Exit()
    {
        if (_data != null) _data.NewDataRequest -= NoteFile;
        base.Exit();
    }

    /// <summary>A kept stream; its files count as asked for.</summary>
    public RecordedStream? FindKept(StreamKey key)
    {
        var stream = cache.Find(key);
        if (stream == null) return null;
        foreach (var file in stream.Files) requests.Note(file.Path, file.IsThere);
        return stream;
    }

    /// <summary>Keeps a stream for the next backtest.</summary>
    public void Keep(StreamKey key, RecordedStream stream) => cache.Keep(key, stream);

    /// <summary>True if so many points would be kept.</summary>
    public bool WouldKeep(long points) => cache.WouldKeep(points);

    /// <summary>The key of a request at the moment.</summary>
    public StreamKey KeyOf(SubscriptionRequest request, TimeSpan fillForward) => StreamKey.Of(request, fillForward, _algorithm);

    /// <summary>Reads a request's data.</summary>
    public IEnumerator<SubscriptionData> Open(SubscriptionRequest request)
    {
        // Two streams in one, which LEAN alone can make.
        if (_algorithm.IsWarmingUp) return base.CreateSubscription(request);
        return new DirectStream(request, CreateEnumerator(request), _factorFiles, _algorithm.Settings.DailyPreciseEndTime);
    }

    /// <summary>
    /// Notes in <paramref name="stream"/> which files are asked for, also those that another stream
    /// asks for: LEAN reads on threads of its own, and one file too many is only looked at in vain.
    /// </summary>
    public void Record(RecordedStream stream)
    {
        lock (_recordings) _recordings.Add(stream);
    }

    /// <summary>Ends that.</summary>
    public void EndRecord(RecordedStream stream)
    {
        lock (_recordings) _recordings.Remove(stream);
    }

    private void NoteFile(object? sender, DataProviderNewDataRequestEventArgs request)
    {
        lock (_recordings)
        {
            foreach (var stream in _recordings) stream.AddFile(request.Path);
        }
    }

    // Contracts come and go with their chains; a strategy's own filter may depend on anything.
    private static bool IsPlain(Security security)
    {
        return security.Type is SecurityType.Equity or SecurityType.Forex or SecurityType.Cfd or SecurityType.Crypto or SecurityType.CryptoFuture or SecurityType.Index
            && security.DataFilter.GetType().Assembly == typeof(SecurityDataFilter).Assembly
            && security.DataFilter is SecurityDataFilter;
    }
}
