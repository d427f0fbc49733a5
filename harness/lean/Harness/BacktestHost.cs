using System;
using System.Collections.Generic;
using System.Runtime.InteropServices;
using System.Threading;
using Leantune.Harness.Protocol;
using QuantConnect;
using QuantConnect.Interfaces;
using QuantConnect.Lean.Engine;
using QuantConnect.Logging;
using QuantConnect.Packets;
using QuantConnect.Python;
using QuantConnect.Queues;
using QuantConnect.Util;

namespace Leantune.Harness;

/// <summary>
/// Runs one backtest after another on LEAN in this process.
/// </summary>
public sealed class BacktestHost : IBacktestHost
{
    private readonly ScratchFolder _scratch = new();
    private readonly LeanConfig _config;
    private readonly LeanHandlers _handlers = new();
    private readonly StrategyAssemblies _strategies = new();
    private readonly NullMessaging _messaging = new();
    private readonly PythonThread _python = new();
    private QuantConnect.Api.Api? _api;
    private long _backtests;

    /// <summary>
    /// Prepares LEAN.
    /// </summary>
    public BacktestHost()
    {
        Log.LogHandler = new LeanLog();
        Log.DebuggingEnabled = false;
        _config = new LeanConfig(_scratch);
        AppDomain.CurrentDomain.ProcessExit += (_, _) => _scratch.Dispose();
        Environment.CurrentDirectory = LeanAssemblies.Home;
    }

    /// <inheritdoc />
    public HarnessStatus Status() =>
        new(typeof(Engine).Assembly.GetName().Version?.ToString() ?? "", RuntimeInformation.FrameworkDescription, Interlocked.Read(ref _backtests));

    /// <inheritdoc />
    public BacktestOutcome Run(BacktestRequest request, Action<BacktestProgress>? progress, CancellationToken cancelled)
    {
        _config.Apply(request);
        LeanState.Reset();
        LeanLog.TakeConsole();
        try
        {
            return RunPrepared(request, progress, cancelled);
        }
        finally
        {
            Interlocked.Increment(ref _backtests);
            _strategies.Unload();
            _scratch.ClearObjectStore();
            PythonInitializer.ResetAlgorithmLocationPath();
        }
    }

    private BacktestOutcome RunPrepared(BacktestRequest request, Action<BacktestProgress>? progress, CancellationToken cancelled)
    {
        var reads = new ParameterReads();
        var counter = new DataRequestCounter();
        IBacktestResults results = request.IsFull ? new FullResultHandler(request.IsInline) : new MetricsResultHandler();
        var setup = new StrategySetupHandler(_strategies, reads);
        using var handlers = _handlers.Create(new LeanHandlers.Own(results, setup, new HearingRealTimeHandler(reads), counter));
        var queue = new JobQueue();
        var watch = request.Milestones is { } milestones ? new MilestoneWatch(milestones) : null;
        var system = new LeanEngineSystemHandlers(queue, FindApi(), _messaging, new RunWatch(progress, watch, cancelled));
        var job = NextJob(queue, out var path);
        RunEngine(system, handlers, (job, path));

        cancelled.ThrowIfCancellationRequested();
        // LEAN takes the exception that ended it for an error of the strategy.
        if (watch is { IsHopeless: true }) throw new PrunedException(watch.Standings);
        var state = results.AlgorithmState;
        if (state["Status"] != nameof(AlgorithmStatus.Completed) || results.Outcome is not { } outcome)
        {
            throw setup.Failure ?? Failures.Of(state, setup.Errors);
        }
        return outcome with
        {
            State = new Dictionary<string, string>(state),
            Requests = counter.Requests,
            ParametersRead = reads.Names,
            Standings = watch?.Standings,
            Daily = request.WantsDaily ? outcome.Daily : null
        };
    }

    private static BacktestNodePacket NextJob(JobQueue queue, out string path)
    {
        try
        {
            return (BacktestNodePacket)queue.NextJob(out path);
        }
        catch (Exception error) when (error is System.IO.IOException or ArgumentException)
        {
            throw new BacktestException(FailureKind.Setup, $"Cannot load the strategy: {error.Message}");
        }
    }

    private void RunEngine(LeanEngineSystemHandlers system, LeanEngineAlgorithmHandlers handlers, (BacktestNodePacket Job, string Path) task)
    {
        var isPython = task.Job.Language == Language.Python;
        if (isPython) PythonInitializer.ActivatePythonVirtualEnvironment(task.Job.PythonVirtualEnvironment);
        var manager = new AlgorithmManager(false, task.Job);
        system.LeanManager.Initialize(system, handlers, task.Job, manager);
        var engine = new Engine(system, handlers, false);
        engine.Run(task.Job, manager, task.Path, isPython ? _python.Worker : null);
    }

    private QuantConnect.Api.Api FindApi()
    {
        if (_api != null) return _api;
        _api = new QuantConnect.Api.Api();
        _api.Initialize(Globals.UserId, Globals.UserToken, Globals.DataFolder);
        return _api;
    }
}
