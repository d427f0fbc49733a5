using System;
using System.Collections.Generic;

namespace Leantune.Harness.Protocol;

/// <summary>
/// What a backtest that LEAN calls completed has measured. What is null is left out of the answer.
/// </summary>
public sealed record BacktestOutcome
{
    /// <summary>LEAN's printed statistics.</summary>
    public IReadOnlyDictionary<string, string>? Statistics { get; init; }

    /// <summary>LEAN's runtime statistics.</summary>
    public IReadOnlyDictionary<string, string>? RuntimeStatistics { get; init; }

    /// <summary>Unrounded numbers by LEAN's paths.</summary>
    public IReadOnlyDictionary<string, double>? Values { get; init; }

    /// <summary>LEAN's state of the algorithm.</summary>
    public IReadOnlyDictionary<string, string>? State { get; init; }

    /// <summary>Number of orders.</summary>
    public int Orders { get; init; }

    /// <summary>Number of closed trades.</summary>
    public int Trades { get; init; }

    /// <summary>Data files that LEAN asked for.</summary>
    public DataRequests? Requests { get; init; }

    /// <summary>Names of the parameters that the strategy asked for; null where nobody could look.</summary>
    public IReadOnlyList<string>? ParametersRead { get; init; }

    /// <summary>How it stood at the milestones that it reached, where it was given some.</summary>
    public IReadOnlyList<double>? Standings { get; init; }

    /// <summary>A sample a day, where it was asked for.</summary>
    public DailySamples? Daily { get; init; }

    /// <summary>LEAN's whole result as JSON text.</summary>
    public string? ResultJson { get; init; }

    /// <summary>Where LEAN's whole result was written.</summary>
    public string? ResultPath { get; init; }
}

/// <summary>
/// Data files that were found and that were not, the latter by name (at most 100).
/// </summary>
public sealed record DataRequests(long Succeeded, long Failed, IReadOnlyList<string> Missing);

/// <summary>
/// Portfolio value and return (a fraction) of each day.
/// </summary>
public sealed record DailySamples(
    IReadOnlyList<DateOnly> Dates,
    IReadOnlyList<double> Equity,
    IReadOnlyList<double> Returns);

/// <summary>
/// How far a backtest has come.
/// </summary>
public sealed record BacktestProgress(DateOnly At, double Equity);

/// <summary>
/// What the process takes at the moment, in MiB.
/// </summary>
public sealed record MemoryUse(double WorkingSetMb, double HeapMb);

/// <summary>
/// What a ping is answered by.
/// </summary>
public sealed record HarnessStatus(string Lean, string Framework, long Backtests);
