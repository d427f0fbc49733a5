using System.Collections.Generic;
using Leantune.Harness.Protocol;
using QuantConnect.Lean.Engine.Results;

namespace Leantune.Harness;

/// <summary>
/// A result handler that keeps what it has measured for the answer.
/// </summary>
public interface IBacktestResults : IResultHandler
{
    /// <summary>What was measured; null until the backtest has ended without an error.</summary>
    BacktestOutcome? Outcome { get; }

    /// <summary>LEAN's state of the algorithm, its status among it.</summary>
    IReadOnlyDictionary<string, string> AlgorithmState { get; }
}
