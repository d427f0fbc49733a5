using System;
using NodaTime;
using QuantConnect;
using QuantConnect.Data;
using QuantConnect.Data.UniverseSelection;
using QuantConnect.Interfaces;
using QuantConnect.Securities;

namespace Leantune.Harness;

/// <summary>
/// Everything that a subscription's stream of data depends on.
/// </summary>
public sealed record StreamKey(
    SecurityIdentifier Symbol,
    Type Type,
    TickType TickType,
    Resolution Resolution,
    DateTimeZone DataTimeZone,
    DateTimeZone ExchangeTimeZone,
    SecurityExchangeHours Hours,
    DataNormalizationMode Normalization,
    DataMappingMode Mapping,
    uint ContractDepth,
    StreamKey.Options Flags,
    TimeSpan FillForward,
    DateTime Start,
    DateTime End,
    DateTime WarmUpEnd,
    Resolution? WarmUpResolution)
{
    /// <summary>What is either on or off.</summary>
    [Flags]
    public enum Options
    {
        /// <summary>All off.</summary>
        None = 0,

        /// <summary>Gaps are filled.</summary>
        FillForward = 1,

        /// <summary>With pre- and post-market hours.</summary>
        ExtendedHours = 2,

        /// <summary>The security's filter is applied.</summary>
        Filtered = 4,

        /// <summary>LEAN's own, such as a benchmark's.</summary>
        Internal = 8,

        /// <summary>Daily bars end when the market closes.</summary>
        PreciseDailyEnd = 16
    }

    /// <summary>
    /// The key of one request.
    /// </summary>
    public static StreamKey Of(SubscriptionRequest request, TimeSpan fillForward, IAlgorithm algorithm)
    {
        var config = request.Configuration;
        var flags = (config.FillDataForward ? Options.FillForward : Options.None)
            | (config.ExtendedMarketHours ? Options.ExtendedHours : Options.None)
            | (config.IsFilteredSubscription ? Options.Filtered : Options.None)
            | (config.IsInternalFeed ? Options.Internal : Options.None)
            | (algorithm.Settings.DailyPreciseEndTime ? Options.PreciseDailyEnd : Options.None);
        return new StreamKey(
            config.Symbol.ID,
            config.Type,
            config.TickType,
            config.Resolution,
            config.DataTimeZone,
            config.ExchangeTimeZone,
            request.Security.Exchange.Hours,
            config.DataNormalizationMode,
            config.DataMappingMode,
            config.ContractDepthOffset,
            flags,
            config.FillDataForward ? fillForward : TimeSpan.Zero,
            request.StartTimeUtc,
            request.EndTimeUtc,
            algorithm.IsWarmingUp ? algorithm.StartDate : default,
            algorithm.IsWarmingUp ? algorithm.Settings.WarmupResolution : null);
    }
}
