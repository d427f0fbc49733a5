using System;
using System.Globalization;
using QuantConnect;
using QuantConnect.Algorithm;
using QuantConnect.Data;
using QuantConnect.Indicators;
using QuantConnect.Securities;

/// <summary>
/// Long while the fast average of closes is above the slow one, otherwise in cash.
/// </summary>
public class SmaCross : QCAlgorithm
{
    private Symbol _symbol;
    private SimpleMovingAverage _fast;
    private SimpleMovingAverage _slow;

    public override void Initialize()
    {
        _symbol = AddJobSecurity();
        _fast = SMA(_symbol, GetParameter("fast", 10));
        _slow = SMA(_symbol, GetParameter("slow", 30));
    }

    public override void OnData(Slice slice)
    {
        if (!_fast.IsReady || !_slow.IsReady) return;
        var invested = Portfolio[_symbol].Invested;
        if (_fast.Current.Value > _slow.Current.Value)
        {
            if (!invested) SetHoldings(_symbol, 1m);
        }
        else if (invested)
        {
            Liquidate(_symbol);
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
