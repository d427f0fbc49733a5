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
    private readonly Source _source;
    private readonly IEnumerator<BaseData> _data;
    private readonly bool _scalesPrices;
    private readonly DataNormalizationMode _mode;
    private DateTime _scaledFor = DateTime.MinValue;

    /// <summary>What a stream is made for.</summary>
    public sealed record Source(
        SubscriptionRequest Request,
        TimeZoneOffsetProvider Offsets,
        IFactorFileProvider FactorFiles,
        bool HasPreciseDailyEnd);

    /// <summary>Takes the enumerator over.</summary>
    public DirectStream(Source source, IEnumerator<BaseData> data)
    {
        _source = source;
        _data = data;
        var config = source.Request.Configuration;
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
        var request = _source.Request;
        while (_data.MoveNext())
        {
            var data = _data.Current;
            if (data == null || !request.Configuration.ShouldEmitData(data, request.IsUniverseSubscription)) continue;
            UpdateScale(data);
            Current = SubscriptionData.Create(
                _source.HasPreciseDailyEnd,
                request.Configuration,
                request.Security.Exchange.Hours,
                _source.Offsets,
                data,
                _mode,
                _scalesPrices ? request.Configuration.PriceScaleFactor : null);
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
        var config = _source.Request.Configuration;
        config.PriceScaleFactor = _source.FactorFiles.Get(config.Symbol)
            .GetPriceScale(date, _mode, config.ContractDepthOffset, config.DataMappingMode);
    }
}
