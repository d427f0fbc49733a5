using System;
using System.Threading;

namespace Leantune.Harness.Protocol;

/// <summary>
/// Runs backtests for the loop, one at a time.
/// </summary>
public interface IBacktestHost
{
    /// <summary>
    /// Runs one backtest to its end.
    /// </summary>
    /// <param name="request">What to run</param>
    /// <param name="progress">Hears how far it has come; null where nobody asked</param>
    /// <param name="cancelled">Cancelled when the answer is not wanted any more</param>
    /// <exception cref="BacktestException">The backtest did not complete</exception>
    /// <exception cref="PrunedException">It was given up at a milestone of the request</exception>
    /// <exception cref="OperationCanceledException">It was cancelled</exception>
    BacktestOutcome Run(BacktestRequest request, Action<BacktestProgress>? progress, CancellationToken cancelled);

    /// <summary>What the host is and what it has done so far. Called from another thread than Run.</summary>
    HarnessStatus Status();
}
