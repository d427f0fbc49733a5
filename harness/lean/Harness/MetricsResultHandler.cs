using System;
using System.Collections.Generic;
using Leantune.Harness.Protocol;
using QuantConnect;
using QuantConnect.Interfaces;
using QuantConnect.Lean.Engine.Results;
using QuantConnect.Orders;
using QuantConnect.Packets;

namespace Leantune.Harness;

/// <summary>
/// LEAN's result handler of a backtest without what only a person would look at: no files, no rolling
/// windows, no capacity, no charts but the samples that LEAN's statistics are made of. These are
/// taken at LEAN's times, so the statistics are LEAN's to the last digit.
/// </summary>
public sealed class MetricsResultHandler : BacktestingResultHandler, IBacktestResults
{
    private DateTime _nextSample;
    private bool _isClosed;

    /// <inheritdoc />
    public BacktestOutcome? Outcome { get; private set; }

    /// <inheritdoc />
    public IReadOnlyDictionary<string, string> AlgorithmState => GetAlgorithmState(DateTime.UtcNow);

    /// <summary>
    /// Samples the portfolio every night at midnight.
    /// </summary>
    public override void Sample(DateTime time)
    {
        UpdatePortfolioValues(time);
        UpdateBenchmarkValue(time);
        var equity = GetPortfolioValue();
        var performance = DailyPortfolioValue == 0
            ? 0
            : Math.Round((equity - DailyPortfolioValue) * 100 / DailyPortfolioValue, 10);
        CumulativeMaxPortfolioValue = Math.Max(equity, CumulativeMaxPortfolioValue);

        SampleEquity(time);
        SampleBenchmark(time, GetBenchmarkValue());
        SamplePerformance(time, performance);
        SamplePortfolioTurnover(time, equity);
        DailyPortfolioValue = equity;
    }

    /// <summary>
    /// Samples the equity every few hours, called after each slice.
    /// </summary>
    public override void ProcessSynchronousEvents(bool forceProcess = false)
    {
        if (Algorithm == null) return;
        var time = Algorithm.UtcTime;
        if (time <= _nextSample && !forceProcess) return;

        UpdatePortfolioValues(time, forceProcess);
        _nextSample = time.Add(ResamplePeriod);
        SampleEquity(time);
        Forget();
        foreach (var pair in Algorithm.RuntimeStatistics) RuntimeStatistic(pair.Key, pair.Value);
    }

    /// <summary>
    /// Ends the handler and works the statistics out.
    /// </summary>
    public override void Exit()
    {
        if (_isClosed) return;
        _isClosed = true;
        ProcessSynchronousEvents(true);
        ExitTriggered = true;
        ExitEvent.Set();
        StopUpdateRunner();
        if (Algorithm != null && Algorithm.RunTimeError == null && State["RuntimeError"].Length == 0)
        {
            Outcome = Measure();
        }
    }

    /// <summary>Of the values between two samples LEAN's statistics use only the last.</summary>
    protected override void SampleEquity(DateTime time)
    {
        var close = Math.Round(GetPortfolioValue(), 4);
        Sample(StrategyEquityKey, EquityKey, 0, SeriesType.Candle, new Candlestick(time, null, null, null, close), AlgorithmCurrencySymbol);
    }

    /// <summary>Nothing is sent to anybody, so there is nothing to do on a thread of its own.</summary>
    protected override void Run()
    {
    }

    /// <summary>A strategy's prints would otherwise become debug messages.</summary>
    protected override void ConfigureConsoleTextWriter(IAlgorithm algorithm) => LeanLog.TakeConsole();

    /// <inheritdoc />
    public override void OrderEvent(OrderEvent newEvent)
    {
    }

    /// <inheritdoc />
    public override void DebugMessage(string message) => LeanLog.Console.WriteLine(message);

    /// <inheritdoc />
    public override void SystemDebugMessage(string message) => LeanLog.Console.WriteLine(message);

    /// <inheritdoc />
    public override void LogMessage(string message) => LeanLog.Console.WriteLine(message);

    /// <inheritdoc />
    public override void SendStatusUpdate(AlgorithmStatus status, string message = "")
    {
    }

    /// <inheritdoc />
    protected override void StoreResult(Packet packet)
    {
    }

    private BacktestOutcome Measure()
    {
        var statistics = LeanStatistics.Of(this, Charts, new LeanStatistics.Source(
            Algorithm, StartingPortfolioValue, TotalTradesCount(), AlgorithmCurrencySymbol));
        return Outcomes.Create(statistics, Charts, Algorithm) with
        {
            RuntimeStatistics = GetAlgorithmRuntimeStatistics(statistics.Summary)
        };
    }

    private void Forget()
    {
        Forget(Algorithm.DebugMessages);
        Forget(Algorithm.LogMessages);
        Forget(Algorithm.ErrorMessages);
        Messages.Clear();
    }

    private static void Forget(System.Collections.Concurrent.ConcurrentQueue<string> messages)
    {
        while (messages.TryDequeue(out var message)) LeanLog.Console.WriteLine(message);
    }
}
