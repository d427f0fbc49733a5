using System;
using System.Globalization;
using QuantConnect;
using QuantConnect.Algorithm;
using QuantConnect.Data;
using QuantConnect.Indicators;
using QuantConnect.Orders;
using QuantConnect.Securities;

/// <summary>
/// Buys a breakout over the highest high by a stop order; then a limit order takes the profit or a stop
/// order cuts the loss, and the one that fills cancels the other.
/// </summary>
public class BracketBreakout : QCAlgorithm
{
    private Symbol _symbol;
    private Maximum _highest;
    private decimal _distance;
    private decimal _shares;
    private OrderTicket _entry;
    private OrderTicket _take;
    private OrderTicket _stop;

    public override void Initialize()
    {
        _symbol = AddJobSecurity();
        _highest = MAX(_symbol, GetParameter("period", 20));
        _distance = GetParameter("percent", 5m) / 100m;
        _shares = GetParameter("shares", 500m);
    }

    public override void OnData(Slice slice)
    {
        if (!_highest.IsReady || !slice.Bars.ContainsKey(_symbol)) return;
        if (Portfolio[_symbol].Invested) return;
        _entry?.Cancel();
        if (_take?.Status == OrderStatus.Submitted || _stop?.Status == OrderStatus.Submitted) return;
        _entry = StopMarketOrder(_symbol, _shares, Math.Round(_highest.Current.Value, 2));
    }

    public override void OnOrderEvent(OrderEvent orderEvent)
    {
        if (orderEvent.Status != OrderStatus.Filled) return;
        var price = orderEvent.FillPrice;
        if (orderEvent.OrderId == _entry?.OrderId)
        {
            _take = LimitOrder(_symbol, -_shares, Math.Round(price * (1 + _distance), 2));
            _stop = StopMarketOrder(_symbol, -_shares, Math.Round(price * (1 - _distance), 2));
        }
        else if (orderEvent.OrderId == _take?.OrderId) _stop?.Cancel();
        else if (orderEvent.OrderId == _stop?.OrderId) _take?.Cancel();
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
