using System;
using System.Globalization;
using QuantConnect;
using QuantConnect.Algorithm;
using QuantConnect.Data;
using QuantConnect.Indicators;
using QuantConnect.Securities;

/// <summary>
/// Long while the fast average of closes is above the slow one, otherwise short; turns in one order.
/// </summary>
public class SmaLongShort : QCAlgorithm
{
    private Symbol _symbol;
    private SimpleMovingAverage _fast;
    private SimpleMovingAverage _slow;
    private int _side;

    public override void Initialize()
    {
        _symbol = AddJobSecurity();
        _fast = SMA(_symbol, GetParameter("fast", 10));
        _slow = SMA(_symbol, GetParameter("slow", 30));
    }

    public override void OnData(Slice slice)
    {
        if (!_slow.IsReady) return;
        var side = _fast.Current.Value > _slow.Current.Value ? 1 : -1;
        if (side == _side) return;
        SetHoldings(_symbol, side);
        _side = side;
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
