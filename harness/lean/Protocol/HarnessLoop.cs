using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Threading;

namespace Leantune.Harness.Protocol;

/// <summary>
/// Reads requests until the end of input and runs the backtests one after another, while cancels and
/// pings are answered at once.
/// </summary>
public sealed class HarnessLoop(IBacktestHost host, TextReader input, AnswerWriter answers)
{
    private static readonly TimeSpan ProgressInterval = TimeSpan.FromMilliseconds(250);

    private readonly BlockingCollection<Pending> _queue = new();
    private readonly Dictionary<string, Pending> _inFlight = new();
    private readonly Lock _lock = new();

    /// <summary>
    /// Runs to the end of input; backtests asked for before it are answered first. The backtests run
    /// on the calling thread.
    /// </summary>
    public void Run()
    {
        var reader = new Thread(ReadLines) { IsBackground = true, Name = "Requests" };
        reader.Start();
        foreach (var pending in _queue.GetConsumingEnumerable())
        {
            var answer = RunOne(pending);
            // Before the answer, since the id may be used again as soon as that is read.
            lock (_lock) _inFlight.Remove(pending.Request.Id);
            pending.Dispose();
            answer();
        }
    }

    private void ReadLines()
    {
        try
        {
            while (input.ReadLine() is { } line)
            {
                if (line.Length > 0) Take(RequestReader.Read(line));
            }
        }
        finally
        {
            _queue.CompleteAdding();
        }
    }

    private void Take(HarnessRequest request)
    {
        switch (request)
        {
            case BacktestRequest backtest:
                Enqueue(backtest);
                break;
            case CancelRequest:
                lock (_lock)
                {
                    if (_inFlight.TryGetValue(request.Id, out var pending)) pending.Cancellation.Cancel();
                }
                break;
            case PingRequest:
                answers.Ready(request.Id, host.Status(), ProcessMemory.Now());
                break;
            case InvalidRequest invalid:
                answers.Error(request.Id, new BacktestException(FailureKind.Request, invalid.Message));
                break;
        }
    }

    private void Enqueue(BacktestRequest request)
    {
        var pending = new Pending(request);
        bool isNew;
        lock (_lock) isNew = _inFlight.TryAdd(request.Id, pending);
        if (isNew)
        {
            _queue.Add(pending);
            return;
        }
        pending.Dispose();
        answers.Error(request.Id, new BacktestException(
            FailureKind.Request,
            $"Cannot run the backtest: wanted an id of its own, found id {request.Id} in flight"));
    }

    private Action RunOne(Pending pending)
    {
        var (request, token) = (pending.Request, pending.Cancellation.Token);
        var clock = Stopwatch.StartNew();
        try
        {
            token.ThrowIfCancellationRequested();
            var outcome = host.Run(request, ProgressOf(request), token);
            var spent = clock.Elapsed.TotalMilliseconds;
            return () => answers.Complete(request.Id, outcome, spent, ProcessMemory.Now());
        }
        catch (OperationCanceledException) when (token.IsCancellationRequested)
        {
            return () => answers.Cancelled(request.Id);
        }
        catch (PrunedException pruned)
        {
            var spent = clock.Elapsed.TotalMilliseconds;
            return () => answers.Pruned(request.Id, pruned.Standings, spent, ProcessMemory.Now());
        }
        catch (BacktestException error)
        {
            return Failed(error);
        }
        catch (Exception error)
        {
            return Failed(new BacktestException(FailureKind.Harness, error.Message, error.ToString()));
        }

        Action Failed(BacktestException error)
        {
            var spent = clock.Elapsed.TotalMilliseconds;
            return () => answers.Error(request.Id, error, spent, ProcessMemory.Now());
        }
    }

    private Action<BacktestProgress>? ProgressOf(BacktestRequest request)
    {
        if (!request.WantsProgress) return null;
        Stopwatch? sinceLast = null;
        return progress =>
        {
            if (sinceLast?.Elapsed < ProgressInterval) return;
            sinceLast = Stopwatch.StartNew();
            answers.Progress(request.Id, progress);
        };
    }

    private sealed class Pending(BacktestRequest request) : IDisposable
    {
        public BacktestRequest Request { get; } = request;

        public CancellationTokenSource Cancellation { get; } = new();

        public void Dispose() => Cancellation.Dispose();
    }
}
