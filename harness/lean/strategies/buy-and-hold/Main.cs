using System;
using System.Globalization;
using QuantConnect;
using QuantConnect.Algorithm;
using QuantConnect.Data;
using QuantConnect.Securities;

/// <summary>
/// Buys with a part of the cash at the first chance and holds: what any strategy has to beat.
/// </summary>
public class BuyAndHold : QCAlgorithm
{
    private Symbol _symbol;
    private decimal _weight;

    public override void Initialize()
    {
        _symbol = AddJobSecurity();
        _weight = GetParameter("weight", 1m);
    }

    public override void OnData(Slice slice)
    {
        if (!Portfolio.Invested && Transactions.GetOpenOrders().Count == 0)
        {
            SetHoldings(_symbol, _weight);
        }
    }

    /// <summary>What a job says of every backtest: dates, cash and the security.</summary>
    private Symbol AddJobSecurity()
    {
        SetStartDate(Day("startDate", "2005-01-01"));
        SetEndDate(Day("endDate", "2015-12-31"));
        SetCash(GetParameter("InitialCash", 100000m));
        var type = Enum.Parse<SecurityType>(GetParameter("securityType", "equity"), true);
        var resolution = Enum.Parse<Resolution>(GetParameter("resolution", "daily"), true);
        var normalization = Enum.Parse<DataNormalizationMode>(GetParameter("normalization", "Adjusted"), true);
        var market = GetParameter("market", "");
        var symbol = AddSecurity(
            type,
            GetParameter("ticker", "SPY"),
            resolution,
            market == "" ? null : market,
            true,
            Security.NullLeverage,
            false,
            dataNormalizationMode: type == SecurityType.Equity ? normalization : null
        ).Symbol;
        if (GetParameter("benchmark", "") == "self") SetBenchmark(symbol);
        return symbol;
    }

    private DateTime Day(string name, string otherwise) =>
        DateTime.ParseExact(
            GetParameter(name, otherwise),
            new[] { "yyyy-MM-dd", "yyyyMMdd" },
            CultureInfo.InvariantCulture,
            DateTimeStyles.None
        );
}
