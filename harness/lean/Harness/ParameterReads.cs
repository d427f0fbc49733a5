using System;
using System.Collections.Generic;
using System.Diagnostics.CodeAnalysis;
using System.Linq;
using System.Reflection;
using QuantConnect.Algorithm;
using QuantConnect.Interfaces;
using QuantConnect.Parameters;
using QuantConnect.Scheduling;

namespace Leantune.Harness;

/// <summary>
/// Notes which parameters a C# strategy asks for. LEAN does not tell, so its dictionary of parameters
/// is replaced by one whose comparer hears every look-up, after LEAN has set it and before it
/// initialises the strategy.
/// </summary>
public sealed class ParameterReads
{
    private static readonly FieldInfo? Field =
        typeof(QCAlgorithm).GetField("_parameters", BindingFlags.Instance | BindingFlags.NonPublic);

    private readonly HashSet<string> _names = new(StringComparer.Ordinal);
    private QCAlgorithm? _algorithm;

    /// <summary>Sorted; null where they cannot be told.</summary>
    public IReadOnlyList<string>? Names => _algorithm == null ? null : _names.Order(StringComparer.Ordinal).ToList();

    /// <summary>
    /// Has the strategy's schedule call <see cref="IsMarker"/> when LEAN has set its parameters.
    /// </summary>
    public void Watch(IAlgorithm algorithm)
    {
        if (Field?.FieldType != typeof(Dictionary<string, string>) || algorithm is not QCAlgorithm known) return;
        _algorithm = known;
        foreach (var attributed in ParameterAttribute.GetParametersFromType(known.GetType())) _names.Add(attributed.Key);
        // Events added this early are handed to the real-time handler between the two.
        known.Schedule.Add(new ScheduledEvent(MarkerName, Array.Empty<DateTime>()));
    }

    /// <summary>
    /// True for the event that only says that the parameters are set.
    /// </summary>
    public bool IsMarker(ScheduledEvent scheduledEvent)
    {
        if (_algorithm == null || scheduledEvent.Name != MarkerName) return false;
        if (Field!.GetValue(_algorithm) is Dictionary<string, string> parameters)
        {
            // One without room for anything would not ask the comparer.
            var heard = new Dictionary<string, string>(parameters.Count + 1, new Hearing(_names));
            foreach (var (name, value) in parameters) heard[name] = value;
            Field.SetValue(_algorithm, heard);
            // Filling it has asked for every name once.
            _names.Clear();
            foreach (var attributed in ParameterAttribute.GetParametersFromType(_algorithm.GetType())) _names.Add(attributed.Key);
        }
        return true;
    }

    private const string MarkerName = "leantune: parameters are set";

    private sealed class Hearing(HashSet<string> names) : IEqualityComparer<string>
    {
        public bool Equals(string? left, string? right) => string.Equals(left, right, StringComparison.Ordinal);

        public int GetHashCode([DisallowNull] string name)
        {
            lock (names) names.Add(name);
            return StringComparer.Ordinal.GetHashCode(name);
        }
    }
}
