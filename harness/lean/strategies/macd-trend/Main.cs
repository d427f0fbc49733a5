using System;
using System.Globalization;
using QuantConnect;
using QuantConnect.Algorithm;
using QuantConnect.Data;
using QuantConnect.Indicators;
using QuantConnect.Securities;

/// <summary>
/// Long while the MACD is above its signal line, otherwise in cash. A turn counts once the lines are
/// `tolerance` percent of the slow average apart, so that noise does not trade.
/// </summary>
public class MacdTrend : QCAlgorithm
{
    private Symbol _symbol;
    private MovingAverageConvergenceDivergence _macd;
    private decimal _tolerance;

    public override void Initialize()
    {
        _symbol = AddJobSecurity();
        _macd = MACD(
            _symbol,
            GetParameter("fast", 12),
            GetParameter("slow", 26),
            GetParameter("signal", 9),
            MovingAverageType.Exponential
        );
        _tolerance = GetParameter("tolerance", 0.1m) / 100m;
    }

    public override void OnData(Slice slice)
    {
        if (!_macd.IsReady) return;
        var gap = _macd.Histogram.Current.Value;
        var least = _tolerance * _macd.Slow.Current.Value;
        var invested = Portfolio[_symbol].Invested;
        if (!invested && gap > least) SetHoldings(_symbol, 1m);
        else if (invested && gap < -least) Liquidate(_symbol);
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
