using System.IO;
using QuantConnect;
using QuantConnect.Orders;
using QuantConnect.Securities;
using QuantConnect.Util;

namespace Leantune.Harness;

/// <summary>
/// Sets LEAN's static state back to what a fresh process has, but for data that it has read.
/// </summary>
public static class LeanState
{
    private static readonly DatabaseSnapshot MarketHours = new(
        MarketHoursDatabase.FromDataFolder,
        MarketHoursDatabase.Reset,
        () => Path.Combine(Globals.GetDataFolderPath("market-hours"), "market-hours-database.json"));

    private static readonly DatabaseSnapshot SymbolProperties = new(
        SymbolPropertiesDatabase.FromDataFolder,
        SymbolPropertiesDatabase.Reset,
        () => Path.Combine(Globals.GetDataFolderPath("symbol-properties"), "symbol-properties-database.csv"));

    /// <summary>
    /// To be called before each backtest, with no backtest running.
    /// </summary>
    public static void Reset()
    {
        Composer.Instance.Reset();
        SymbolCache.Clear();
        // Strategies set it: 15.5 minutes before the close unless told otherwise.
        MarketOnCloseOrder.SubmissionTimeBuffer = MarketOnCloseOrder.DefaultSubmissionTimeBuffer;
        MarketHours.Restore();
        SymbolProperties.Restore();
        SecurityDefinitionSymbolResolver.Reset();
    }

    /// <summary>
    /// Forgets delegates that LEAN has made for types of a strategy, which would hold its assembly.
    /// </summary>
    public static void ForgetStrategyTypes() => ObjectActivator.ResetActivators();
}
