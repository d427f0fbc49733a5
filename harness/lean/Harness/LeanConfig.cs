using System;
using System.IO;
using System.Reflection;
using Leantune.Harness.Protocol;
using Newtonsoft.Json.Linq;
using QuantConnect;
using QuantConnect.Configuration;
using QuantConnect.Lean.Engine.Storage;

namespace Leantune.Harness;

/// <summary>
/// Sets LEAN's configuration to what one request says, and to nothing else.
/// </summary>
public sealed class LeanConfig
{
    private static readonly PropertyInfo? ObjectStoreRoot = typeof(LocalObjectStore).GetProperty("DefaultObjectStore") is { CanWrite: true } root ? root : null;

    private readonly ScratchFolder _scratch;
    private readonly string _emptyFile;
    private string? _dataFolder;

    /// <summary>
    /// Creates the file that LEAN goes back to between backtests.
    /// </summary>
    public LeanConfig(ScratchFolder scratch)
    {
        _scratch = scratch;
        // LEAN would otherwise read a config.json of the folder it is started in.
        _emptyFile = Path.Combine(scratch.Path, "empty-config.json");
        File.WriteAllText(_emptyFile, "{}");
        Config.SetConfigurationFile(_emptyFile);
        Config.Reset();
        Config.Set("composer-dll-directory", LeanAssemblies.Folder);
        Config.Set("object-store-root", scratch.ObjectStore);
    }

    /// <summary>
    /// Forgets the last request's configuration and sets this one's.
    /// </summary>
    /// <exception cref="BacktestException">The request names what cannot be run here</exception>
    public void Apply(BacktestRequest request)
    {
        var config = Read(request);
        Config.Reset();
        foreach (var (key, value) in config)
        {
            if (value != null) Config.Set(key, value);
        }
        CheckDataFolder();
        if (Config.GetBool("live-mode"))
        {
            throw new BacktestException(FailureKind.Request, "Cannot run the backtest: wanted live-mode false, found true");
        }
        Globals.Reset();
        // LEAN reads it once for all backtests of a process.
        ObjectStoreRoot?.SetValue(null, Path.GetFullPath(Config.Get("object-store-root")));
    }

    private JObject Read(BacktestRequest request)
    {
        var config = Defaults();
        if (request.ConfigPath is { } path) config.Merge(Parse(File.ReadAllText(path), path), Replacing);
        if (request.ConfigJson is { } json) config.Merge(Parse(json, "config"), Replacing);
        var (location, typeName, language) = request.Algorithm;
        if (location != null) config["algorithm-location"] = location;
        if (typeName != null) config["algorithm-type-name"] = typeName;
        if (language != null) config["algorithm-language"] = language;
        MergeParameters(config, request);
        return config;
    }

    private JObject Defaults()
    {
        return new JObject
        {
            ["composer-dll-directory"] = LeanAssemblies.Folder,
            ["close-automatically"] = true,
            ["results-destination-folder"] = _scratch.Results,
            ["object-store-root"] = _scratch.ObjectStore,
            ["algorithm-id"] = "backtest"
        };
    }

    private static void MergeParameters(JObject config, BacktestRequest request)
    {
        if (request.Parameters.Count == 0) return;
        // LEAN's command line hands them over as text.
        var parameters = config["parameters"] switch
        {
            JObject found => found,
            JValue { Value: string text } when text.Length > 0 => Parse(text, "parameters"),
            _ => new JObject()
        };
        foreach (var (name, value) in request.Parameters) parameters[name] = value;
        config["parameters"] = parameters;
    }

    // LEAN keeps what it has read of a data folder in statics that nothing resets, so that a second
    // folder would be answered with the data of the first.
    private void CheckDataFolder()
    {
        var named = Config.Get("data-folder");
        if (named.Length == 0 || !Directory.Exists(named))
        {
            throw new BacktestException(
                FailureKind.Request,
                $"Cannot run the backtest: wanted a folder as data-folder, found '{named}'");
        }
        var folder = Path.GetFullPath(named);
        _dataFolder ??= folder;
        if (folder != _dataFolder)
        {
            throw new BacktestException(
                FailureKind.Harness,
                $"Cannot run the backtest: wanted the data folder that this process has read ({_dataFolder}), found {folder}; start another process for it");
        }
        Config.Set("data-folder", folder);
    }

    private static JObject Parse(string json, string source)
    {
        try
        {
            return JObject.Parse(json);
        }
        catch (Newtonsoft.Json.JsonException error)
        {
            throw new BacktestException(
                FailureKind.Request,
                $"Cannot read the LEAN configuration: wanted JSON in {source}, found an error: {error.Message}");
        }
    }

    private static readonly JsonMergeSettings Replacing = new()
    {
        MergeArrayHandling = MergeArrayHandling.Replace,
        PropertyNameComparison = StringComparison.Ordinal
    };
}
