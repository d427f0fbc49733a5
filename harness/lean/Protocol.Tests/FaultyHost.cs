using System;
using System.Collections.Generic;
using System.Threading;

namespace Leantune.Harness.Protocol.Tests;

/// <summary>
/// A host that does what the parameter <c>do</c> says, faults included.
/// </summary>
internal sealed class FaultyHost : IBacktestHost
{
    private long _backtests;

    /// <summary>Set when a backtest that hangs has begun.</summary>
    public ManualResetEventSlim Hanging { get; } = new();

    public BacktestOutcome Run(BacktestRequest request, Action<BacktestProgress>? progress, CancellationToken cancelled)
    {
        Interlocked.Increment(ref _backtests);
        switch (request.Parameters.GetValueOrDefault("do"))
        {
            case "throw":
                throw new InvalidOperationException("the host broke");
            case "fail":
                throw new BacktestException(FailureKind.Runtime, "Runtime Error: división por cero", "at SmaCross.OnData");
            case "hang":
                Hanging.Set();
                cancelled.WaitHandle.WaitOne();
                cancelled.ThrowIfCancellationRequested();
                break;
            case "prune":
                var watch = new MilestoneWatch(request.Milestones!);
                watch.Look(0, 100_000);
                watch.Look(1_000, 103_000);
                watch.Look(2_000, 97_000);
                if (watch.IsHopeless) throw new PrunedException(watch.Standings);
                return new BacktestOutcome { Orders = 1, Standings = watch.Standings };
            case "print":
                Console.WriteLine("noise on the console");
                Console.Out.Flush();
                break;
        }
        progress?.Invoke(new BacktestProgress(new DateOnly(2010, 6, 30), 103211.4));
        return new BacktestOutcome
        {
            Statistics = new Dictionary<string, string> { ["Sharpe Ratio"] = "0.163" },
            Values = new Dictionary<string, double>
            {
                ["portfolioStatistics.sharpeRatio"] = 0.16288,
                ["tradeStatistics.profitFactor"] = double.PositiveInfinity
            },
            Orders = 94,
            Trades = 47,
            Requests = new DataRequests(3, 1, new[] { "equity/usa/daily/nope.zip" }),
            ParametersRead = new[] { "do" },
            Daily = request.WantsDaily
                ? new DailySamples(new[] { new DateOnly(2010, 1, 4) }, new[] { 100000.5 }, new[] { 0.000005 })
                : null
        };
    }

    public HarnessStatus Status() => new("2.5.0.0", ".NET", Interlocked.Read(ref _backtests));
}
