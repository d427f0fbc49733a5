using System;
using System.Collections.Generic;
using Leantune.Harness.Protocol;
using NodaTime;
using QuantConnect;
using QuantConnect.Interfaces;
using QuantConnect.Statistics;

namespace Leantune.Harness;

/// <summary>
/// Makes the answer's fields of LEAN's objects.
/// </summary>
public static class Outcomes
{
    /// <summary>
    /// What both ways of measuring have in common.
    /// </summary>
    public static BacktestOutcome Create(StatisticsResults statistics, IDictionary<string, Chart> charts, IAlgorithm algorithm)
    {
        var values = new Dictionary<string, double>();
        StatisticsValues.Add(values, "portfolioStatistics", statistics.TotalPerformance.PortfolioStatistics);
        StatisticsValues.Add(values, "tradeStatistics", statistics.TotalPerformance.TradeStatistics);
        // LEAN rounds the one to a tenth of a percent and prints the other in cents.
        if (Drawdown(charts) is { } drawdown) values["portfolioStatistics.drawdown"] = (double)drawdown;
        values["totalFees"] = (double)algorithm.Portfolio.TotalFees;
        return new BacktestOutcome
        {
            Statistics = statistics.Summary,
            Values = values,
            Orders = algorithm.Transactions.OrdersCount,
            Trades = algorithm.TradeBuilder.ClosedTrades.Count,
            Daily = Daily(charts, algorithm.TimeZone)
        };
    }

    /// <summary>
    /// The returns that LEAN's statistics count: without the sample before the first day and the one
    /// of the first day.
    /// </summary>
    private static DailySamples Daily(IDictionary<string, Chart> charts, DateTimeZone zone)
    {
        var performance = ChartSeries.Find(charts, "Strategy Equity", "Return") ?? new List<ISeriesPoint>();
        var equityAt = EquityAt(charts);
        var dates = new List<DateOnly>();
        var equity = new List<double>();
        var returns = new List<double>();
        for (var index = 2; index < performance.Count; index++)
        {
            var point = (ChartPoint)performance[index];
            // A sample at midnight belongs to the day that ends there.
            dates.Add(DateOnly.FromDateTime(point.Time.AddTicks(-1).ConvertFromUtc(zone)));
            returns.Add((double)(point.y!.Value / 100));
            equity.Add(equityAt.TryGetValue(point.Time, out var value) ? (double)value : double.NaN);
        }
        return new DailySamples(dates, equity, returns);
    }

    /// <summary>
    /// The deepest fall from a peak of LEAN's equity samples, a fraction: LEAN's own, unrounded.
    /// </summary>
    private static decimal? Drawdown(IDictionary<string, Chart> charts)
    {
        var samples = new SortedDictionary<DateTime, decimal>(EquityAt(charts));
        if (samples.Count < 2) return null;
        var peak = 0m;
        var deepest = 0m;
        foreach (var equity in samples.Values)
        {
            peak = Math.Max(peak, equity);
            if (peak > 0) deepest = Math.Min(deepest, equity / peak - 1);
        }
        return -deepest;
    }

    private static Dictionary<DateTime, decimal> EquityAt(IDictionary<string, Chart> charts)
    {
        var values = new Dictionary<DateTime, decimal>();
        foreach (var point in ChartSeries.Find(charts, "Strategy Equity", "Equity") ?? new List<ISeriesPoint>())
        {
            if (point is Candlestick { Close: { } close }) values[point.Time] = close;
        }
        return values;
    }
}
