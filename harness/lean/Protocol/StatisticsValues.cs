using System;
using System.Collections.Generic;
using System.Globalization;
using System.Reflection;
using System.Text.Json;

namespace Leantune.Harness.Protocol;

/// <summary>
/// Reads the numbers of LEAN's statistics objects by the names that LEAN's result JSON gives them.
/// </summary>
public static class StatisticsValues
{
    /// <summary>
    /// Adds every number of <paramref name="source"/> as <c>prefix.camelCaseName</c>, unrounded;
    /// durations in seconds.
    /// </summary>
    public static void Add(IDictionary<string, double> values, string prefix, object source)
    {
        foreach (var property in source.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance))
        {
            if (property.GetIndexParameters().Length > 0) continue;
            if (NumberOf(property.GetValue(source)) is { } number)
            {
                values[$"{prefix}.{JsonNamingPolicy.CamelCase.ConvertName(property.Name)}"] = number;
            }
        }
    }

    private static double? NumberOf(object? value)
    {
        return value switch
        {
            decimal number => (double)number,
            double number => number,
            int or long => Convert.ToDouble(value, CultureInfo.InvariantCulture),
            TimeSpan duration => duration.TotalSeconds,
            _ => null
        };
    }
}
