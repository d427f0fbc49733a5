using System.Collections.Generic;

namespace Leantune.Harness.Protocol;

/// <summary>
/// Moments of a backtest at which it says how it stands, and below which standing it is given up.
/// </summary>
/// <param name="OverDrawdown">The return over the largest drawdown so far, instead of the return alone</param>
/// <param name="At">UTC milliseconds since 1970, ascending; each is looked at after the first slice at or after it</param>
/// <param name="Below">For each of them the least standing with which to go on; null where any will do</param>
public sealed record Milestones(bool OverDrawdown, IReadOnlyList<long> At, IReadOnlyList<double?> Below);
