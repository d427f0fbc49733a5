using System;

namespace Leantune.Harness.Protocol;

/// <summary>
/// Puts the parts together that LEAN writes into files of their own.
/// </summary>
public static class ResultText
{
    /// <summary>
    /// LEAN's result with its order events as <c>orderEvents</c>. As text, since a result of years of
    /// minutes is many megabytes.
    /// </summary>
    /// <param name="result">An object without <c>orderEvents</c>, or with null there</param>
    /// <param name="orderEvents">An array; null where there are none</param>
    public static string WithOrderEvents(string result, string? orderEvents)
    {
        var end = result.LastIndexOf('}');
        if (end < 0) throw new ArgumentException("Cannot add order events: wanted a JSON object, found none", nameof(result));
        var head = result.AsSpan(0, end).TrimEnd();
        var comma = head.EndsWith("{") ? "" : ",";
        return $"{head}{comma}\"orderEvents\":{orderEvents ?? "[]"}}}";
    }
}
