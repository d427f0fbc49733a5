using System;
using System.IO;
using QuantConnect.Logging;

namespace Leantune.Harness;

/// <summary>
/// LEAN's log: nowhere, or on stderr with HARNESS_DEBUG=1.
/// </summary>
public sealed class LeanLog : ILogHandler
{
    /// <summary>True with HARNESS_DEBUG=1.</summary>
    public static bool IsVerbose { get; } = Environment.GetEnvironmentVariable("HARNESS_DEBUG") == "1";

    /// <inheritdoc />
    public void Error(string text) => Write("ERROR", text);

    /// <inheritdoc />
    public void Debug(string text) => Write("DEBUG", text);

    /// <inheritdoc />
    public void Trace(string text) => Write("TRACE", text);

    /// <summary>Not a member of the interface in older versions of LEAN.</summary>
    public void Report(string text) => Write("REPORT", text);

    /// <inheritdoc />
    public void Dispose()
    {
    }

    /// <summary>
    /// Where a strategy's own prints go.
    /// </summary>
    public static TextWriter Console { get; } = IsVerbose ? System.Console.Error : TextWriter.Null;

    /// <summary>
    /// Has whatever prints to the console print there. LEAN redirects the console itself, so this is
    /// to be said before each backtest.
    /// </summary>
    public static void TakeConsole()
    {
        System.Console.SetOut(Console);
        System.Console.SetError(Console);
    }

    private static void Write(string level, string text)
    {
        if (IsVerbose) Console.WriteLine($"{DateTime.UtcNow:HH:mm:ss.fff} {level} {text}");
    }
}
