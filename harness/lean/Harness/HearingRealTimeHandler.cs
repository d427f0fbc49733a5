using QuantConnect.Lean.Engine.RealTime;
using QuantConnect.Scheduling;

namespace Leantune.Harness;

/// <summary>
/// LEAN's handler of scheduled events, which also hears when the parameters are set.
/// </summary>
public sealed class HearingRealTimeHandler(ParameterReads reads) : BacktestingRealTimeHandler
{
    /// <inheritdoc />
    public override void Add(ScheduledEvent scheduledEvent)
    {
        if (!reads.IsMarker(scheduledEvent)) base.Add(scheduledEvent);
    }
}
