using System;
using System.IO;
using System.Text;

namespace Leantune.Harness.Protocol;

/// <summary>
/// Keeps stdout for answers: whatever else writes to the console ends on stderr.
/// </summary>
public static class StandardStreams
{
    /// <summary>
    /// Takes stdin and stdout for the protocol. Call it before anything else touches the console.
    /// </summary>
    public static (TextReader Requests, Stream Answers) Take()
    {
        var answers = Console.OpenStandardOutput();
        var encoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
        var requests = new StreamReader(Console.OpenStandardInput(), encoding, false, 64 * 1024);
        var error = new StreamWriter(Console.OpenStandardError(), encoding) { AutoFlush = true };
        // Strategies and libraries that write to the console would otherwise write into answers.
        Console.SetOut(TextWriter.Synchronized(error));
        Console.SetError(TextWriter.Synchronized(error));
        Console.SetIn(TextReader.Null);
        return (requests, answers);
    }
}
