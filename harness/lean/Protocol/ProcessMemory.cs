using System;

namespace Leantune.Harness.Protocol;

/// <summary>
/// Reads what this process takes of the machine's memory.
/// </summary>
public static class ProcessMemory
{
    private const double Mebibyte = 1024 * 1024;

    /// <summary>Working set and managed heap at the moment.</summary>
    public static MemoryUse Now() =>
        new(Environment.WorkingSet / Mebibyte, GC.GetTotalMemory(false) / Mebibyte);
}
