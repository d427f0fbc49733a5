using System.Collections.Generic;

namespace Leantune.Harness.Protocol;

/// <summary>
/// One line that the harness was sent. <see cref="Id"/> is the JSON text of the id, so that it comes
/// back exactly as it was: <c>"7"</c> with its quotes, <c>7</c> without.
/// </summary>
public abstract record HarnessRequest(string Id);

/// <summary>
/// Asks for one backtest.
/// </summary>
public sealed record BacktestRequest(string Id) : HarnessRequest(Id)
{
    /// <summary>Path of a LEAN config file, read first.</summary>
    public string? ConfigPath { get; init; }

    /// <summary>JSON text of an object of LEAN config keys; stands over the file.</summary>
    public string? ConfigJson { get; init; }

    /// <summary>The strategy; what it leaves out comes from the config.</summary>
    public AlgorithmName Algorithm { get; init; } = new(null, null, null);

    /// <summary>Merged over the parameters of the config.</summary>
    public IReadOnlyDictionary<string, string> Parameters { get; init; } = new Dictionary<string, string>();

    /// <summary>True for LEAN's whole result, false for statistics only.</summary>
    public bool IsFull { get; init; }

    /// <summary>True if what was measured belongs in the answer, false if it belongs in a file.</summary>
    public bool IsInline { get; init; }

    /// <summary>True if the answer should carry daily equity and returns.</summary>
    public bool WantsDaily { get; init; }

    /// <summary>True if progress messages are wanted.</summary>
    public bool WantsProgress { get; init; }

    /// <summary>Where the backtest says how it stands and may be given up; null where nowhere.</summary>
    public Milestones? Milestones { get; init; }
}

/// <summary>
/// Ends the backtest of this id.
/// </summary>
public sealed record CancelRequest(string Id) : HarnessRequest(Id);

/// <summary>
/// Asks whether the harness is there, and what it is.
/// </summary>
public sealed record PingRequest(string Id) : HarnessRequest(Id);

/// <summary>
/// A line that is no request; <see cref="Message"/> says why.
/// </summary>
public sealed record InvalidRequest(string Id, string Message) : HarnessRequest(Id);

/// <summary>
/// Where a strategy is and what it is called.
/// </summary>
public sealed record AlgorithmName(string? Location, string? TypeName, string? Language);
