using System;
using System.Globalization;
using QuantConnect;
using QuantConnect.Algorithm;
using QuantConnect.Data;
using QuantConnect.Indicators;
using QuantConnect.Securities;

/// <summary>
/// Buys with half of the portfolio when the RSI is low and sells when it is as high.
/// </summary>
public class RsiReversion : QCAlgorithm
{
    private Symbol _symbol;
    private RelativeStrengthIndex _rsi;
    private decimal _oversold;

    public override void Initialize()
    {
        _symbol = AddJobSecurity();
        _rsi = RSI(_symbol, GetParameter("period", 14));
        _oversold = GetParameter("oversold", 30m);
    }

    public override void OnData(Slice slice)
    {
        if (!_rsi.IsReady) return;
        var value = _rsi.Current.Value;
        var invested = Portfolio[_symbol].Invested;
        if (!invested && value < _oversold) SetHoldings(_symbol, 0.5m);
        else if (invested && value > 100m - _oversold) Liquidate(_symbol);
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
