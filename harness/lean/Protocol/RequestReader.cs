using System.Collections.Generic;
using System.IO;
using System.Text.Json;

namespace Leantune.Harness.Protocol;

/// <summary>
/// Makes requests of lines.
/// </summary>
public static class RequestReader
{
    private static readonly JsonDocumentOptions Options = new()
    {
        AllowTrailingCommas = true,
        CommentHandling = JsonCommentHandling.Skip
    };

    /// <summary>
    /// Reads one line. Never throws: what is wrong with a line is in the <see cref="InvalidRequest"/>.
    /// </summary>
    public static HarnessRequest Read(string line)
    {
        var id = "null";
        try
        {
            using var document = JsonDocument.Parse(line, Options);
            var root = document.RootElement;
            if (root.ValueKind != JsonValueKind.Object)
            {
                throw new RequestException($"wanted a JSON object, found {root.ValueKind}");
            }
            id = ReadId(root);
            return ReadObject(id, root);
        }
        catch (JsonException error)
        {
            return new InvalidRequest(id, $"Cannot read the request: wanted JSON on one line, found an error: {error.Message}");
        }
        catch (RequestException error)
        {
            return new InvalidRequest(id, $"Cannot read the request: {error.Message}");
        }
    }

    private static HarnessRequest ReadObject(string id, JsonElement root)
    {
        if (id == "null") throw new RequestException("wanted an id (text or number), found none");
        if (IsTrue(root, "cancel")) return new CancelRequest(id);
        if (IsTrue(root, "ping")) return new PingRequest(id);

        var isInline = Text(root, "result") == "inline";
        var configPath = Text(root, "config_path");
        var config = Member(root, "config", JsonValueKind.Object);
        if (configPath == null && config == null)
        {
            throw new RequestException("wanted config_path or config, found neither");
        }
        if (configPath != null && !File.Exists(configPath))
        {
            throw new RequestException($"wanted a file at config_path, found none at {configPath}");
        }
        return new BacktestRequest(id)
        {
            ConfigPath = configPath,
            ConfigJson = config?.GetRawText(),
            Algorithm = ReadAlgorithm(root),
            Parameters = ReadParameters(root),
            IsInline = isInline,
            IsFull = ReadDetail(root, isInline),
            WantsDaily = IsTrue(root, "daily"),
            WantsProgress = IsTrue(root, "progress"),
            Milestones = ReadMilestones(root)
        };
    }

    private static string ReadId(JsonElement root)
    {
        if (!root.TryGetProperty("id", out var id)) return "null";
        return id.ValueKind is JsonValueKind.String or JsonValueKind.Number ? id.GetRawText() : "null";
    }

    private static bool ReadDetail(JsonElement root, bool isInline)
    {
        return Text(root, "detail") switch
        {
            null => !isInline,
            "full" => true,
            "metrics" => false,
            var other => throw new RequestException($"wanted detail metrics or full, found {other}")
        };
    }

    private static AlgorithmName ReadAlgorithm(JsonElement root)
    {
        var algorithm = Member(root, "algorithm", JsonValueKind.Object);
        return algorithm is { } found
            ? new AlgorithmName(Text(found, "location"), Text(found, "type_name"), Text(found, "language"))
            : new AlgorithmName(null, null, null);
    }

    private static Dictionary<string, string> ReadParameters(JsonElement root)
    {
        var parameters = new Dictionary<string, string>();
        if (Member(root, "parameters", JsonValueKind.Object) is not { } found) return parameters;
        foreach (var member in found.EnumerateObject())
        {
            parameters[member.Name] = member.Value.ValueKind switch
            {
                JsonValueKind.String => member.Value.GetString()!,
                // The digits as they were sent: a double would round 0.1 and 100000000000000001.
                JsonValueKind.Number => member.Value.GetRawText(),
                JsonValueKind.True => "true",
                JsonValueKind.False => "false",
                var kind => throw new RequestException(
                    $"wanted text, number or boolean as parameter {member.Name}, found {kind}")
            };
        }
        return parameters;
    }

    private static Milestones? ReadMilestones(JsonElement root)
    {
        if (Member(root, "milestones", JsonValueKind.Object) is not { } found) return null;
        var measure = Text(found, "measure");
        if (measure is not ("return" or "return_over_drawdown"))
        {
            throw new RequestException($"wanted measure return or return_over_drawdown of milestones, found {measure ?? "none"}");
        }
        var at = Numbers(found, "at").ConvertAll(moment => (long)(moment ?? throw new RequestException("wanted numbers as at, found null")));
        for (var n = 1; n < at.Count; n++)
        {
            if (at[n] < at[n - 1]) throw new RequestException("wanted ascending moments as at, found an earlier one after a later one");
        }
        var below = Numbers(found, "below");
        if (below.Count != at.Count) throw new RequestException($"wanted {at.Count} bounds as below, found {below.Count}");
        return new Milestones(measure == "return_over_drawdown", at, below);
    }

    private static List<double?> Numbers(JsonElement root, string name)
    {
        var numbers = new List<double?>();
        if (Member(root, name, JsonValueKind.Array) is not { } found) throw new RequestException($"wanted numbers as {name}, found none");
        foreach (var element in found.EnumerateArray())
        {
            numbers.Add(element.ValueKind switch
            {
                JsonValueKind.Number => element.GetDouble(),
                JsonValueKind.Null => null,
                var kind => throw new RequestException($"wanted numbers as {name}, found {kind}")
            });
        }
        return numbers;
    }

    private static bool IsTrue(JsonElement root, string name) =>
        root.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.True;

    private static string? Text(JsonElement root, string name) =>
        Member(root, name, JsonValueKind.String)?.GetString();

    private static JsonElement? Member(JsonElement root, string name, JsonValueKind kind)
    {
        if (!root.TryGetProperty(name, out var value) || value.ValueKind == JsonValueKind.Null) return null;
        if (value.ValueKind != kind)
        {
            throw new RequestException($"wanted {kind} as {name}, found {value.ValueKind}");
        }
        return value;
    }

    private sealed class RequestException(string message) : System.Exception(message);
}
