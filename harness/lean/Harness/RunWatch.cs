using System;
using System.Threading;
using Leantune.Harness.Protocol;
using QuantConnect.Lean.Engine.Server;

namespace Leantune.Harness;

/// <summary>
/// Looks at a running backtest between two slices: ends it where it was cancelled or stands too low at
/// a milestone, says how far it is where somebody wants to know.
/// </summary>
public sealed class RunWatch(Action<BacktestProgress>? progress, MilestoneWatch? milestones, CancellationToken cancelled) : LocalLeanManager
{
    private const int IntervalMs = 50;

    private long _next;

    /// <summary>
    /// Called by LEAN before each slice.
    /// </summary>
    /// <exception cref="OperationCanceledException">The backtest was cancelled</exception>
    /// <exception cref="PrunedException">It stands too low</exception>
    public override void Update()
    {
        if (milestones != null) Watch(milestones);
        var now = Environment.TickCount64;
        if (now < _next) return;
        _next = now + IntervalMs;
        cancelled.ThrowIfCancellationRequested();
        progress?.Invoke(new BacktestProgress(
            DateOnly.FromDateTime(Algorithm.Time),
            (double)Algorithm.Portfolio.TotalPortfolioValue));
    }

    /// <summary>The clock still stands at the last slice, the first time at the start of the backtest.</summary>
    private void Watch(MilestoneWatch watch)
    {
        if (Algorithm.IsWarmingUp) return;
        var now = new DateTimeOffset(DateTime.SpecifyKind(Algorithm.UtcTime, DateTimeKind.Utc)).ToUnixTimeMilliseconds();
        if (!watch.IsDue(now)) return;
        watch.Look(now, (double)Algorithm.Portfolio.TotalPortfolioValue);
        if (watch.IsHopeless) throw new PrunedException(watch.Standings);
    }
}
