using System;
using System.Threading;
using Leantune.Harness.Protocol;
using QuantConnect.Lean.Engine.Server;

namespace Leantune.Harness;

/// <summary>
/// Looks at a running backtest between two slices: ends it where it was cancelled, says how far it is
/// where somebody wants to know.
/// </summary>
public sealed class RunWatch(Action<BacktestProgress>? progress, CancellationToken cancelled) : LocalLeanManager
{
    private const int IntervalMs = 50;

    private long _next;

    /// <summary>
    /// Called by LEAN before each slice.
    /// </summary>
    /// <exception cref="OperationCanceledException">The backtest was cancelled</exception>
    public override void Update()
    {
        var now = Environment.TickCount64;
        if (now < _next) return;
        _next = now + IntervalMs;
        cancelled.ThrowIfCancellationRequested();
        progress?.Invoke(new BacktestProgress(
            DateOnly.FromDateTime(Algorithm.Time),
            (double)Algorithm.Portfolio.TotalPortfolioValue));
    }
}
