using System;
using QuantConnect.Util;

namespace Leantune.Harness;

/// <summary>
/// The one thread that runs Python, which must be the same for all backtests of a process; LEAN would
/// end it with the first.
/// </summary>
public sealed class PythonThread
{
    private readonly Lazy<WorkerThread> _worker = new(() => new LastingThread());

    /// <summary>The thread, started when it is first wanted.</summary>
    public WorkerThread Worker => _worker.Value;

    private sealed class LastingThread : WorkerThread
    {
        // It is a background thread and ends with the process.
        public override void Dispose()
        {
        }
    }
}
