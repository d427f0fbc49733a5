using System;
using System.Buffers;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Threading;

namespace Leantune.Harness.Protocol;

/// <summary>
/// Writes answers as lines of JSON, from any thread, each line whole and at once.
/// </summary>
public sealed class AnswerWriter(Stream output)
{
    private static readonly JsonWriterOptions Options = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        SkipValidation = true
    };

    private readonly Lock _lock = new();

    /// <summary>A backtest has completed.</summary>
    public void Complete(string id, BacktestOutcome outcome, double milliseconds, MemoryUse memory)
    {
        Write(id, "complete", json =>
        {
            WriteCost(json, milliseconds, memory);
            WriteTexts(json, "statistics", outcome.Statistics);
            WriteTexts(json, "runtime_statistics", outcome.RuntimeStatistics);
            WriteNumbers(json, "values", outcome.Values);
            WriteTexts(json, "state", outcome.State);
            json.WriteNumber("orders", outcome.Orders);
            json.WriteNumber("trades", outcome.Trades);
            if (outcome.Requests is { } requests) WriteRequests(json, requests);
            WriteNames(json, "parameters_read", outcome.ParametersRead);
            if (outcome.Standings is { } standings) WriteSeries(json, "standings", standings);
            if (outcome.Daily is { } daily) WriteDaily(json, daily);
            if (outcome.ResultPath is { } path) json.WriteString("result_path", path);
            if (outcome.ResultJson is { } result)
            {
                json.WritePropertyName("result");
                json.WriteRawValue(result, true);
            }
        });
    }

    /// <summary>A backtest, or the request for one, has failed.</summary>
    public void Error(string id, BacktestException error, double? milliseconds = null, MemoryUse? memory = null)
    {
        Write(id, "error", json =>
        {
            json.WriteString("kind", error.Kind.ToString().ToLowerInvariant());
            json.WriteString("message", error.Message);
            if (!string.IsNullOrEmpty(error.Stack)) json.WriteString("stack", error.Stack);
            if (milliseconds is { } spent && memory is { } used) WriteCost(json, spent, used);
        });
    }

    /// <summary>A backtest was cancelled.</summary>
    public void Cancelled(string id) => Write(id, "cancelled", _ => { });

    /// <summary>A backtest has come this far.</summary>
    public void Progress(string id, BacktestProgress progress)
    {
        Write(id, "progress", json =>
        {
            json.WriteString("at", Date(progress.At));
            Number(json, "equity", progress.Equity);
        });
    }

    /// <summary>A backtest was given up at a milestone.</summary>
    public void Pruned(string id, IReadOnlyList<double> standings, double milliseconds, MemoryUse memory)
    {
        Write(id, "pruned", json =>
        {
            WriteCost(json, milliseconds, memory);
            WriteSeries(json, "standings", standings);
        });
    }

    /// <summary>The harness is there.</summary>
    public void Ready(string id, HarnessStatus status, MemoryUse memory)
    {
        Write(id, "ready", json =>
        {
            json.WriteString("lean", status.Lean);
            json.WriteString("framework", status.Framework);
            json.WriteString("harness", ProtocolVersion.Text);
            json.WriteNumber("backtests", status.Backtests);
            WriteMemory(json, memory);
        });
    }

    private void Write(string id, string status, Action<Utf8JsonWriter> body)
    {
        var buffer = new ArrayBufferWriter<byte>(1024);
        using (var json = new Utf8JsonWriter(buffer, Options))
        {
            json.WriteStartObject();
            json.WritePropertyName("id");
            json.WriteRawValue(id, true);
            json.WriteString("status", status);
            body(json);
            json.WriteEndObject();
        }
        buffer.Write("\n"u8);
        lock (_lock)
        {
            output.Write(buffer.WrittenSpan);
            output.Flush();
        }
    }

    private static void WriteCost(Utf8JsonWriter json, double milliseconds, MemoryUse memory)
    {
        json.WriteNumber("ms", Math.Round(milliseconds, 3));
        WriteMemory(json, memory);
    }

    private static void WriteMemory(Utf8JsonWriter json, MemoryUse memory)
    {
        json.WriteNumber("memory_mb", Math.Round(memory.WorkingSetMb, 1));
        json.WriteNumber("gc_mb", Math.Round(memory.HeapMb, 1));
    }

    private static void WriteRequests(Utf8JsonWriter json, DataRequests requests)
    {
        json.WriteStartObject("requests");
        json.WriteNumber("succeeded", requests.Succeeded);
        json.WriteNumber("failed", requests.Failed);
        json.WriteEndObject();
        WriteNames(json, "missing", requests.Missing);
    }

    private static void WriteDaily(Utf8JsonWriter json, DailySamples daily)
    {
        json.WriteStartObject("daily");
        json.WriteStartArray("dates");
        foreach (var date in daily.Dates) json.WriteStringValue(Date(date));
        json.WriteEndArray();
        WriteSeries(json, "equity", daily.Equity);
        WriteSeries(json, "returns", daily.Returns);
        json.WriteEndObject();
    }

    private static void WriteSeries(Utf8JsonWriter json, string name, IReadOnlyList<double> values)
    {
        json.WriteStartArray(name);
        foreach (var value in values) json.WriteNumberValue(value);
        json.WriteEndArray();
    }

    private static void WriteTexts(Utf8JsonWriter json, string name, IReadOnlyDictionary<string, string>? texts)
    {
        if (texts == null) return;
        json.WriteStartObject(name);
        foreach (var (key, value) in texts) json.WriteString(key, value);
        json.WriteEndObject();
    }

    private static void WriteNumbers(Utf8JsonWriter json, string name, IReadOnlyDictionary<string, double>? numbers)
    {
        if (numbers == null) return;
        json.WriteStartObject(name);
        foreach (var (key, value) in numbers) Number(json, key, value);
        json.WriteEndObject();
    }

    private static void WriteNames(Utf8JsonWriter json, string name, IReadOnlyList<string>? names)
    {
        if (names == null) return;
        json.WriteStartArray(name);
        foreach (var one in names) json.WriteStringValue(one);
        json.WriteEndArray();
    }

    /// <summary>JSON has no word for infinity or for what is no number: these are left out.</summary>
    private static void Number(Utf8JsonWriter json, string name, double value)
    {
        if (double.IsFinite(value)) json.WriteNumber(name, value);
    }

    private static string Date(DateOnly date) => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
