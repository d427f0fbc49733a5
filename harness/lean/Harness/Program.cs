using System;
using System.IO;
using System.Runtime.CompilerServices;
using Leantune.Harness.Protocol;

namespace Leantune.Harness;

/// <summary>
/// Answers requests for backtests until the end of input.
/// </summary>
public static class Program
{
    /// <summary>
    /// Takes no arguments; what it is told comes over stdin.
    /// </summary>
    public static int Main()
    {
        var (requests, answers) = StandardStreams.Take();
        try
        {
            LeanAssemblies.Install();
            Serve(requests, new AnswerWriter(answers));
            return 0;
        }
        catch (Exception error)
        {
            Console.Error.WriteLine($"Cannot run the LEAN harness: {error.Message}");
            return 1;
        }
    }

    // Of its own, so that no type of LEAN is looked up before its folder is known.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Serve(TextReader requests, AnswerWriter answers)
    {
        new HarnessLoop(new BacktestHost(), requests, answers).Run();
    }
}
