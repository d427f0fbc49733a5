using System;

namespace Leantune.Harness.Protocol;

/// <summary>
/// Whose fault it was that a backtest failed.
/// </summary>
public enum FailureKind
{
    /// <summary>The request names something that is not there.</summary>
    Request,

    /// <summary>The strategy could not be loaded or initialised.</summary>
    Setup,

    /// <summary>The strategy or LEAN failed while it ran.</summary>
    Runtime,

    /// <summary>The harness failed; another try may help.</summary>
    Harness
}

/// <summary>
/// Ends a backtest without a result.
/// </summary>
public sealed class BacktestException(FailureKind kind, string message, string? stack = null)
    : Exception(message)
{
    /// <summary>Whose fault it was.</summary>
    public FailureKind Kind { get; } = kind;

    /// <summary>The strategy's own stack trace, where there is one.</summary>
    public string? Stack { get; } = stack;
}
