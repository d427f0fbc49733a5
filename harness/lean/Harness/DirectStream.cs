using System;
using System.Collections;
using System.Collections.Generic;
using QuantConnect;
using QuantConnect.Data;
using QuantConnect.Data.Auxiliary;
using QuantConnect.Data.UniverseSelection;
using QuantConnect.Interfaces;
using QuantConnect.Lean.Engine.DataFeeds;
using QuantConnect.Util;

namespace Leantune.Harness;

/// <summary>
/// Makes a subscription's points of LEAN's enumerators when they are wanted, on the thread that wants
/// them: what LEAN's workers do to a point before they hand it over.
/// </summary>
public sealed class DirectStream : IEnumerator<SubscriptionData>
{
    private readonly SubscriptionRequest _request;
    private readonly IEnumerator<BaseData> _data;
    private readonly IFactorFileProvider _factorFiles;
    private readonly TimeZoneOffsetProvider _offsets;
    private readonly bool _hasPreciseDailyEnd;
    private readonly bool _scalesPrices;
    private readonly DataNormalizationMode _mode;
    private DateTime _scaledFor = DateTime.MinValue;

    /// <summary>Takes the enumerator over.</summary>
    public DirectStream(
        SubscriptionRequest request,
        IEnumerator<BaseData> data,
        IFactorFileProvider factorFiles,
        bool hasPreciseDailyEnd)
    {
        _request = request;
        _data = data;
        _factorFiles = factorFiles;
        _hasPreciseDailyEnd = hasPreciseDailyEnd;
        _offsets = new TimeZoneOffsetProvider(request.ExchangeHours.TimeZone, request.StartTimeUtc, request.EndTimeUtc);
        var config = request.Configuration;
        _scalesPrices = config.PricesShouldBeScaled();
        // Raw data is adjusted too, as LEAN does, in case the mode is changed on the way.
        _mode = config.SecurityType == SecurityType.Equity && config.DataNormalizationMode == DataNormalizationMode.Raw
            ? DataNormalizationMode.Adjusted
            : config.DataNormalizationMode;
    }

    /// <inheritdoc />
    public SubscriptionData Current { get; private set; } = null!;

    object IEnumerator.Current => Current;

    /// <inheritdoc />
    public bool MoveNext()
    {
        var config = _request.Configuration;
        while (_data.MoveNext())
        {
            var data = _data.Current;
            if (data == null || !config.ShouldEmitData(data, _request.IsUniverseSubscription)) continue;
            UpdateScale(data);
            Current = SubscriptionData.Create(
                _hasPreciseDailyEnd,
                config,
                _request.Security.Exchange.Hours,
                _offsets,
                data,
                _mode,
                _scalesPrices ? config.PriceScaleFactor : null);
            return true;
        }
        Current = null!;
        return false;
    }

    /// <inheritdoc />
    public void Reset() => throw new NotSupportedException();

    /// <inheritdoc />
    public void Dispose() => _data.DisposeSafely();

    // Auxiliary data is not scaled, and a filled bar belongs to the day of the bar before it.
    private void UpdateScale(BaseData data)
    {
        if (!_scalesPrices || data.DataType == MarketDataType.Auxiliary) return;
        var date = data.GetUpdatePriceScaleFrontier().Date;
        if (date <= _scaledFor || (data.IsFillForward && _scaledFor != DateTime.MinValue)) return;
        _scaledFor = date;
        var config = _request.Configuration;
        config.PriceScaleFactor = _factorFiles.Get(config.Symbol)
            .GetPriceScale(date, _mode, config.ContractDepthOffset, config.DataMappingMode);
    }
}
