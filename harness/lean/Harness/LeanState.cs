using System.Collections;
using System.Reflection;
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
    /// <summary>
    /// To be called before each backtest, with no backtest running.
    /// </summary>
    public static void Reset()
    {
        Composer.Instance.Reset();
        SymbolCache.Clear();
        // Strategies set it: 15.5 minutes before the close unless told otherwise.
        MarketOnCloseOrder.SubmissionTimeBuffer = MarketOnCloseOrder.DefaultSubmissionTimeBuffer;
        ResetWhereChanged();
        SecurityDefinitionSymbolResolver.Reset();
    }

    /// <summary>
    /// Forgets delegates that LEAN has made for types of a strategy, which would hold its assembly.
    /// </summary>
    public static void ForgetStrategyTypes() => ObjectActivator.ResetActivators();

    // Reading them again costs far more than a backtest, so only where a strategy has set an entry.
    private static void ResetWhereChanged()
    {
        if (HasCustomEntries(MarketHoursDatabase.FromDataFolder())) MarketHoursDatabase.Reset();
        if (HasCustomEntries(SymbolPropertiesDatabase.FromDataFolder())) SymbolPropertiesDatabase.Reset();
    }

    private static bool HasCustomEntries(object database)
    {
        var property = database.GetType().GetProperty("CustomEntries", BindingFlags.Instance | BindingFlags.NonPublic);
        // An older LEAN does not say whether its database was changed: read it again to be sure.
        if (property?.GetValue(database) is not IEnumerable entries) return true;
        return entries.GetEnumerator().MoveNext();
    }
}
