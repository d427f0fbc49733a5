using System;
using System.Collections.Generic;
using System.Linq;
using Leantune.Harness.Protocol;

namespace Leantune.Harness;

/// <summary>
/// Says why a backtest has not completed, in LEAN's words.
/// </summary>
public static class Failures
{
    /// <summary>
    /// Reads LEAN's state of an algorithm that has not completed.
    /// </summary>
    public static BacktestException Of(IReadOnlyDictionary<string, string> state, IReadOnlyList<Exception>? setupErrors)
    {
        var stack = state.GetValueOrDefault("StackTrace");
        var message = state.GetValueOrDefault("RuntimeError");
        if (setupErrors is { Count: > 0 })
        {
            var inner = setupErrors.Select(error => (error.InnerException ?? error).ToString());
            return new BacktestException(FailureKind.Setup, Message(message, setupErrors[0].Message), string.Join("\n", inner));
        }
        var isOfSetup = message?.Contains("Initialize() Error", StringComparison.Ordinal) == true;
        return new BacktestException(
            isOfSetup ? FailureKind.Setup : FailureKind.Runtime,
            Message(message, $"Cannot complete the backtest: wanted LEAN's status Completed, found {state.GetValueOrDefault("Status")}"),
            stack);
    }

    private static string Message(string? ofLean, string otherwise) => string.IsNullOrWhiteSpace(ofLean) ? otherwise : ofLean;
}
