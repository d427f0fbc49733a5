using System.Collections.Generic;
using QuantConnect;

namespace Leantune.Harness;

/// <summary>
/// Finds series in LEAN's charts.
/// </summary>
public static class ChartSeries
{
    /// <summary>
    /// The points of a series; null where there is none.
    /// </summary>
    public static List<ISeriesPoint>? Find(IDictionary<string, Chart> charts, string chart, string series)
    {
        return charts.TryGetValue(chart, out var found) && found.Series.TryGetValue(series, out var one) ? one.Values : null;
    }
}
