using System;
using System.Collections.Generic;
using System.Linq;
using QuantConnect;
using QuantConnect.Configuration;
using QuantConnect.Data;
using QuantConnect.Data.UniverseSelection;
using QuantConnect.Interfaces;
using QuantConnect.Lean.Engine;
using QuantConnect.Lean.Engine.DataFeeds;
using QuantConnect.Lean.Engine.TransactionHandlers;
using QuantConnect.Util;

namespace Leantune.Harness;

/// <summary>
/// Makes the handlers of one backtest: those that the configuration names, but for results, set-up
/// and scheduled events, which are the harness's own.
/// </summary>
public sealed class LeanHandlers
{
    private readonly Dictionary<(Type, string), Type> _types = new();
    private readonly StreamCache _streams = new();
    private Auxiliary? _auxiliary;

    /// <summary>What the harness adds to a backtest.</summary>
    public sealed record Own(
        IBacktestResults Results,
        StrategySetupHandler Setup,
        HearingRealTimeHandler RealTime,
        DataRequestCounter DataMonitor);

    /// <summary>
    /// Makes the handlers of one backtest.
    /// </summary>
    public LeanEngineAlgorithmHandlers Create(Own own)
    {
        var auxiliary = FindAuxiliary();
        var handlers = new LeanEngineAlgorithmHandlers(
            own.Results,
            own.Setup,
            MakeFeed(own.DataMonitor),
            Make<ITransactionHandler>("transaction-handler", "BacktestingTransactionHandler"),
            own.RealTime,
            auxiliary.MapFiles,
            auxiliary.FactorFiles,
            auxiliary.Data,
            Make<IObjectStore>("object-store", "LocalObjectStore"),
            Make<IDataPermissionManager>("data-permission-manager", "DataPermissionManager"),
            liveMode: false,
            researchMode: false,
            own.DataMonitor);
        FundamentalService.Initialize(auxiliary.Data, liveMode: false);
        Publish(handlers);
        return handlers;
    }

    // They only cache files, which do not change while the process lives, so they outlive a backtest.
    private Auxiliary FindAuxiliary()
    {
        var names = string.Join("|",
            Config.Get("map-file-provider", "LocalDiskMapFileProvider"),
            Config.Get("factor-file-provider", "LocalDiskFactorFileProvider"),
            Config.Get("data-provider", "DefaultDataProvider"));
        if (_auxiliary?.Names == names) return _auxiliary;

        var mapFiles = Make<IMapFileProvider>("map-file-provider", "LocalDiskMapFileProvider");
        var factorFiles = Make<IFactorFileProvider>("factor-file-provider", "LocalDiskFactorFileProvider");
        var data = Make<IDataProvider>("data-provider", "DefaultDataProvider");
        mapFiles.Initialize(data);
        factorFiles.Initialize(mapFiles, data);
        return _auxiliary = new Auxiliary(names, mapFiles, factorFiles, data);
    }

    // Another feed than LEAN's own for backtests is another source of data, and left as it is.
    private IDataFeed MakeFeed(DataRequestCounter requests)
    {
        var name = Config.Get("data-feed-handler", nameof(FileSystemDataFeed));
        return typeof(FileSystemDataFeed).MatchesTypeName(name)
            ? new DirectDataFeed(_streams, requests)
            : Make<IDataFeed>("data-feed-handler", name);
    }

    private T Make<T>(string key, string otherwise) where T : class
    {
        var name = Config.Get(key, otherwise);
        if (!_types.TryGetValue((typeof(T), name), out var type))
        {
            // LEAN looks through all types of all assemblies each time.
            type = Composer.Instance.GetExportedTypes<T>().FirstOrDefault(one => one.MatchesTypeName(name))
                ?? throw new InvalidOperationException($"Cannot make LEAN's {key}: wanted a {typeof(T).Name} named {name}, found none");
            _types[(typeof(T), name)] = type;
        }
        return (T)Activator.CreateInstance(type)!;
    }

    // Parts of LEAN ask its composer for these.
    private static void Publish(LeanEngineAlgorithmHandlers handlers)
    {
        var composer = Composer.Instance;
        composer.AddPart(handlers.MapFileProvider);
        composer.AddPart(handlers.FactorFileProvider);
        composer.AddPart(handlers.DataProvider);
        composer.AddPart(handlers.ObjectStore);
        composer.AddPart(handlers.DataFeed);
        composer.AddPart(handlers.Transactions);
        composer.AddPart(handlers.RealTime);
        composer.AddPart(handlers.Setup);
        composer.AddPart(handlers.Results);
        composer.AddPart(handlers.DataPermissionsManager);
        composer.AddPart(handlers.DataMonitor);
    }

    private sealed record Auxiliary(
        string Names,
        IMapFileProvider MapFiles,
        IFactorFileProvider FactorFiles,
        IDataProvider Data);
}
