using System;
using System.Collections.Generic;
using System.IO;
using System.IO.Compression;
using System.Linq;
using System.Text.Json;
using System.Text.Json.Nodes;
using Xunit;

namespace Leantune.Harness.Protocol.Tests;

/// <summary>
/// Results of a real LEAN, where they lie beside the project.
/// </summary>
public class LeanResultTests
{
    [ReferenceFact(DisplayName = "StatisticsValues.Add() calls LEAN's portfolio statistics as LEAN's result JSON does")]
    public void NamesPortfolioStatistics()
    {
        foreach (var result in Reference.Results())
        {
            var names = result["portfolioStatistics"]!.AsObject().Select(member => $"portfolioStatistics.{member.Key}");
            var values = new Dictionary<string, double>();
            StatisticsValues.Add(values, "portfolioStatistics", new PortfolioStatistics());
            Assert.Equal(names.Order(), values.Keys.Order());
        }
    }

    [Fact(DisplayName = "StatisticsValues.Add() takes numbers unrounded and durations in seconds")]
    public void TakesNumbers()
    {
        var values = new Dictionary<string, double>();
        StatisticsValues.Add(values, "tradeStatistics", new TradeLike());
        Assert.Equal(
            new Dictionary<string, double>
            {
                ["tradeStatistics.averageMAE"] = -1.23456789,
                ["tradeStatistics.totalNumberOfTrades"] = 47,
                ["tradeStatistics.averageTradeDuration"] = 90000
            },
            values);
    }

    [ReferenceFact(DisplayName = "WithOrderEvents() puts LEAN's order events into LEAN's result")]
    public void AddsOrderEvents()
    {
        foreach (var whole in Reference.Results())
        {
            var events = whole["orderEvents"]!.ToJsonString();
            var result = whole.DeepClone().AsObject();
            result.Remove("orderEvents");
            var merged = JsonNode.Parse(ResultText.WithOrderEvents(result.ToJsonString(), events));
            Assert.True(JsonNode.DeepEquals(whole, merged));
        }
    }

    [Theory(DisplayName = "WithOrderEvents() works with any object")]
    [InlineData("{}", null, "{\"orderEvents\":[]}")]
    [InlineData("{ \"a\": {} \n}", "[1]", "{ \"a\": {},\"orderEvents\":[1]}")]
    public void AddsToAnyObject(string result, string? events, string expected)
    {
        Assert.Equal(expected, ResultText.WithOrderEvents(result, events));
    }

    private sealed class TradeLike
    {
        public decimal AverageMAE => -1.23456789m;

        public int TotalNumberOfTrades => 47;

        public TimeSpan AverageTradeDuration => TimeSpan.FromHours(25);

        public DateTime? StartDateTime => DateTime.UnixEpoch;
    }

    // LEAN's own class has the same members.
    private sealed class PortfolioStatistics
    {
        public decimal AverageWinRate => 0;
        public decimal AverageLossRate => 0;
        public decimal ProfitLossRatio => 0;
        public decimal WinRate => 0;
        public decimal LossRate => 0;
        public decimal Expectancy => 0;
        public decimal StartEquity => 0;
        public decimal EndEquity => 0;
        public decimal CompoundingAnnualReturn => 0;
        public decimal Drawdown => 0;
        public decimal TotalNetProfit => 0;
        public decimal SharpeRatio => 0;
        public decimal ProbabilisticSharpeRatio => 0;
        public decimal SortinoRatio => 0;
        public decimal Alpha => 0;
        public decimal Beta => 0;
        public decimal AnnualStandardDeviation => 0;
        public decimal AnnualVariance => 0;
        public decimal InformationRatio => 0;
        public decimal TrackingError => 0;
        public decimal TreynorRatio => 0;
        public decimal PortfolioTurnover => 0;
        public decimal ValueAtRisk99 => 0;
        public decimal ValueAtRisk95 => 0;
        public int DrawdownRecovery => 0;
    }
}

/// <summary>
/// A test that needs results of a real LEAN, and is skipped where there are none.
/// </summary>
public sealed class ReferenceFactAttribute : FactAttribute
{
    public ReferenceFactAttribute()
    {
        if (Reference.Folder == null) Skip = "no results of LEAN (shared/reference/lean) beside the project";
    }
}

internal static class Reference
{
    public static string? Folder { get; } = Find();

    public static IEnumerable<JsonObject> Results()
    {
        var files = Directory.GetFiles(Folder!, "*.json.gz");
        Assert.NotEmpty(files);
        foreach (var file in files)
        {
            using var unzipped = new GZipStream(File.OpenRead(file), CompressionMode.Decompress);
            yield return JsonNode.Parse(unzipped)!.AsObject();
        }
    }

    private static string? Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder != null; folder = folder.Parent)
        {
            var candidate = Path.Combine(folder.FullName, "shared", "reference", "lean");
            if (Directory.Exists(candidate)) return candidate;
        }
        return null;
    }
}
