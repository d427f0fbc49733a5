using System;
using System.Collections.Generic;
using System.Globalization;

namespace Leantune.Harness.Protocol;

/// <summary>
/// Follows the equity of one backtest and looks at it at its milestones.
/// </summary>
public sealed class MilestoneWatch(Milestones milestones)
{
    private const double LeastDrawdown = 0.1;
    private const long DayMs = 86_400_000;

    private readonly List<double> _standings = new();
    private double? _start;
    private double _peak;
    private double _drawdown;
    private long _nextSample = long.MinValue;

    /// <summary>One for each milestone that was reached, rounded to six digits.</summary>
    public IReadOnlyList<double> Standings => _standings;

    /// <summary>True once a standing was too low.</summary>
    public bool IsHopeless { get; private set; }

    /// <summary>
    /// Whether <see cref="Look"/> has to be called: asking for the equity costs more than asking this.
    /// </summary>
    /// <param name="utcMs">The last slice that was fed</param>
    public bool IsDue(long utcMs) => utcMs >= _nextSample || utcMs >= NextMilestone;

    /// <summary>
    /// Takes the equity after a slice in.
    /// </summary>
    public void Look(long utcMs, double equity)
    {
        _start ??= equity;
        if (equity > _peak) _peak = equity;
        else if (_peak > 0) _drawdown = Math.Max(_drawdown, 1 - equity / _peak);
        // Drawdowns within a day are LEAN's statistics' business, not a milestone's.
        _nextSample = utcMs - utcMs % DayMs + DayMs;
        while (!IsHopeless && utcMs >= NextMilestone) Judge(equity);
    }

    private long NextMilestone =>
        _standings.Count < milestones.At.Count ? milestones.At[_standings.Count] : long.MaxValue;

    private void Judge(double equity)
    {
        var gain = 100 * (equity / _start!.Value - 1);
        var value = milestones.OverDrawdown ? gain / Math.Max(100 * _drawdown, LeastDrawdown) : gain;
        var standing = double.Parse(value.ToString("G6", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
        var least = milestones.Below[_standings.Count];
        _standings.Add(standing);
        IsHopeless = least is { } wanted && !(standing >= wanted);
    }
}
