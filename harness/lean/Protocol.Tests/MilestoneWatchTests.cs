using Xunit;

namespace Leantune.Harness.Protocol.Tests;

public class MilestoneWatchTests
{
    private const long Day = 86_400_000;

    private static MilestoneWatch Watch(bool overDrawdown, params double?[] below)
    {
        var at = new long[below.Length];
        for (var n = 0; n < at.Length; n++) at[n] = (n + 1) * 10 * Day;
        return new MilestoneWatch(new Milestones(overDrawdown, at, below));
    }

    [Fact(DisplayName = "Look() measures the return over the largest drawdown so far")]
    public void MeasuresOverDrawdown()
    {
        var watch = Watch(true, null, null);
        watch.Look(0, 100_000);
        watch.Look(4 * Day, 120_000);
        watch.Look(5 * Day, 90_000);
        watch.Look(10 * Day, 110_000);
        watch.Look(30 * Day, 130_000);
        Assert.Equal(new[] { 0.4, 1.2 }, watch.Standings);
        Assert.False(watch.IsHopeless);
    }

    [Fact(DisplayName = "Look() counts a drawdown below a tenth of a percent as one")]
    public void BoundsTheDrawdown()
    {
        var watch = Watch(true, (double?)null);
        watch.Look(0, 100_000);
        watch.Look(10 * Day, 100_123.4567);
        Assert.Equal(new[] { 1.23457 }, watch.Standings);
    }

    [Fact(DisplayName = "IsDue() is true once a day and at milestones")]
    public void IsDueOnceADay()
    {
        var watch = Watch(false, (double?)null);
        Assert.True(watch.IsDue(Day / 2));
        watch.Look(Day / 2, 100_000);
        Assert.False(watch.IsDue(Day / 2 + 1));
        Assert.True(watch.IsDue(Day));
        Assert.True(watch.IsDue(10 * Day));
    }

    [Fact(DisplayName = "Look() goes no further than the milestone at which it gave up")]
    public void StopsWhereItGaveUp()
    {
        var watch = Watch(false, 5, 5, 5);
        watch.Look(0, 100_000);
        watch.Look(30 * Day, 104_000);
        Assert.True(watch.IsHopeless);
        Assert.Equal(new[] { 4.0 }, watch.Standings);
    }
}
