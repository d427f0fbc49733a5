using System;
using System.Collections.Generic;
using System.Linq;
using System.Reflection;
using QuantConnect;
using QuantConnect.Interfaces;
using QuantConnect.Lean.Engine.Results;
using QuantConnect.Statistics;

namespace Leantune.Harness;

/// <summary>
/// Has LEAN work its statistics out over the whole backtest only, where LEAN itself also does so for
/// some 500 rolling windows.
/// </summary>
public static class LeanStatistics
{
    private const BindingFlags Private = BindingFlags.Static | BindingFlags.NonPublic;

    private static readonly MethodInfo? PerformanceMethod = typeof(StatisticsBuilder).GetMethod("GetAlgorithmPerformance", Private);
    private static readonly MethodInfo? SummaryMethod = typeof(StatisticsBuilder).GetMethod("GetSummary", Private);

    /// <summary>What the statistics are made of beside the charts.</summary>
    public sealed record Source(IAlgorithm Algorithm, decimal StartingCapital, int Orders, string CurrencySymbol);

    /// <summary>
    /// Works the statistics out.
    /// </summary>
    public static StatisticsResults Of(BacktestingResultHandler handler, IDictionary<string, Chart> charts, Source source)
    {
        // Another version of LEAN may have neither method: then the windows are the price.
        var results = PerformanceMethod != null && SummaryMethod != null && Samples.In(charts) is { } samples
            ? Whole(samples, source) ?? handler.StatisticsResults()
            : handler.StatisticsResults();
        results.Summary.Remove("Estimated Strategy Capacity");
        results.Summary.Remove("Lowest Capacity Asset");
        return results;
    }

    private static StatisticsResults? Whole(Samples samples, Source source)
    {
        var algorithm = source.Algorithm;
        var equity = new SortedDictionary<DateTime, decimal>();
        foreach (var point in samples.Equity) equity[point.Time] = Value(point);
        var values = new Dictionary<string, object?>
        {
            ["fromDate"] = equity.Keys.First().Date,
            ["toDate"] = equity.Keys.Last().Date,
            ["trades"] = algorithm.TradeBuilder.ClosedTrades,
            ["profitLoss"] = new SortedDictionary<DateTime, decimal>(algorithm.Transactions.TransactionRecord),
            ["equity"] = equity,
            ["pointsPerformance"] = samples.Performance,
            ["pointsBenchmark"] = samples.Benchmark,
            ["pointsPortfolioTurnover"] = samples.Turnover,
            ["startingCapital"] = source.StartingCapital,
            ["transactions"] = algorithm.Transactions,
            ["riskFreeInterestRateModel"] = algorithm.RiskFreeInterestRateModel,
            ["tradingDaysPerYear"] = algorithm.Settings.TradingDaysPerYear ?? 252,
            ["estimatedStrategyCapacity"] = null,
            ["totalFees"] = algorithm.Portfolio.TotalFees,
            ["totalOrders"] = source.Orders,
            ["accountCurrencySymbol"] = source.CurrencySymbol
        };
        if (Call<AlgorithmPerformance>(PerformanceMethod!, values) is not { } performance) return null;
        values["totalPerformance"] = performance;
        return Call<Dictionary<string, string>>(SummaryMethod!, values) is { } summary
            ? new StatisticsResults(performance, new Dictionary<string, AlgorithmPerformance>(), summary)
            : null;
    }

    // By the names of the parameters, as their order and number differ between versions of LEAN.
    private static T? Call<T>(MethodInfo method, Dictionary<string, object?> values) where T : class
    {
        var parameters = method.GetParameters();
        if (!parameters.All(parameter => values.ContainsKey(parameter.Name!))) return null;
        return method.Invoke(null, parameters.Select(parameter => values[parameter.Name!]).ToArray()) as T;
    }

    private static decimal Value(ISeriesPoint point) =>
        point is Candlestick candle ? candle.Close!.Value : ((ChartPoint)point).y!.Value;

    private sealed record Samples(
        List<ISeriesPoint> Equity,
        List<ISeriesPoint> Performance,
        List<ISeriesPoint> Benchmark,
        List<ISeriesPoint> Turnover)
    {
        public static Samples? In(IDictionary<string, Chart> charts)
        {
            var equity = ChartSeries.Find(charts, "Strategy Equity", "Equity");
            var performance = ChartSeries.Find(charts, "Strategy Equity", "Return");
            var benchmark = ChartSeries.Find(charts, "Benchmark", "Benchmark");
            if (equity is not { Count: > 0 } || performance == null || benchmark == null) return null;
            return new Samples(equity, performance, benchmark, ChartSeries.Find(charts, "Portfolio Turnover", "Portfolio Turnover") ?? new());
        }
    }
}
