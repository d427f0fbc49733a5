using System;
using System.Collections.Generic;

namespace Leantune.Harness.Protocol;

/// <summary>
/// Ends a backtest that is given up at a milestone; nobody's fault.
/// </summary>
public sealed class PrunedException(IReadOnlyList<double> standings) : Exception("The backtest was given up")
{
    /// <summary>Of the milestones that it reached; the last one is too low.</summary>
    public IReadOnlyList<double> Standings { get; } = standings;
}
