using System;
using System.Collections.Generic;
using System.IO;
using Leantune.Harness.Protocol;
using Newtonsoft.Json;
using QuantConnect;
using QuantConnect.Interfaces;
using QuantConnect.Lean.Engine.Results;
using QuantConnect.Logging;
using QuantConnect.Orders;
using QuantConnect.Packets;
using QuantConnect.Statistics;

namespace Leantune.Harness;

/// <summary>
/// LEAN's own result handler. Inline, what it would write into files is kept for the answer.
/// </summary>
public sealed class FullResultHandler(bool isInline) : BacktestingResultHandler, IBacktestResults
{
    private string? _result;
    private string? _orderEvents;
    private string? _path;
    private BacktestResult? _last;

    /// <inheritdoc />
    public BacktestOutcome? Outcome => _last?.TotalPerformance == null || Algorithm == null ? null : Create(_last);

    /// <inheritdoc />
    public IReadOnlyDictionary<string, string> AlgorithmState => GetAlgorithmState(DateTime.UtcNow);

    /// <inheritdoc />
    public override void SaveResults(string name, Result result)
    {
        if (!isInline)
        {
            base.SaveResults(name, result);
            if (IsWhole(name)) _path = GetResultsPath(name);
        }
        else if (IsWhole(name))
        {
            _result = JsonConvert.SerializeObject(result, Formatting.None, SerializerSettings);
        }
    }

    /// <inheritdoc />
    public override string SaveLogs(string id, List<LogEntry> logs) => isInline ? "" : base.SaveLogs(id, logs);

    /// <inheritdoc />
    protected override void StoreOrderEvents(DateTime utcTime, List<OrderEvent> orderEvents)
    {
        if (isInline) _orderEvents = JsonConvert.SerializeObject(orderEvents, Formatting.None, SerializerSettings);
        else base.StoreOrderEvents(utcTime, orderEvents);
    }

    /// <inheritdoc />
    protected override void StoreInsights()
    {
        if (!isInline) base.StoreInsights();
    }

    /// <inheritdoc />
    protected override void StoreResult(Packet packet)
    {
        if (packet is BacktestResultPacket { Results: { } results }) _last = results;
        base.StoreResult(packet);
    }

    /// <inheritdoc />
    protected override void ConfigureConsoleTextWriter(IAlgorithm algorithm) => LeanLog.TakeConsole();

    private bool IsWhole(string name) => name == $"{AlgorithmId}.json";

    private BacktestOutcome Create(BacktestResult result)
    {
        var statistics = new StatisticsResults(
            result.TotalPerformance,
            new Dictionary<string, AlgorithmPerformance>(),
            new Dictionary<string, string>(result.Statistics));
        return Outcomes.Create(statistics, result.Charts, Algorithm) with
        {
            RuntimeStatistics = new Dictionary<string, string>(result.RuntimeStatistics),
            ResultJson = _result == null ? null : ResultText.WithOrderEvents(_result, _orderEvents),
            ResultPath = _path == null ? null : Path.GetFullPath(_path)
        };
    }
}
