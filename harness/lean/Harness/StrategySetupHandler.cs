using System;
using System.Reflection;
using QuantConnect;
using QuantConnect.Configuration;
using QuantConnect.Interfaces;
using QuantConnect.Lean.Engine.Setup;
using QuantConnect.Packets;
using Leantune.Harness.Protocol;

namespace Leantune.Harness;

/// <summary>
/// LEAN's set-up of a backtest, but for where a C# strategy's assembly comes from.
/// </summary>
public sealed class StrategySetupHandler(StrategyAssemblies assemblies, ParameterReads reads) : BacktestingSetupHandler
{
    /// <summary>
    /// Why the strategy could not be created; LEAN would say it in a long sentence of its own.
    /// </summary>
    public BacktestException? Failure { get; private set; }

    /// <summary>
    /// Creates the strategy.
    /// </summary>
    /// <exception cref="BacktestException">There is no such strategy, or its constructor failed</exception>
    public override IAlgorithm CreateAlgorithmInstance(AlgorithmNodePacket algorithmNodePacket, string assemblyPath)
    {
        if (algorithmNodePacket.Language != Language.CSharp)
        {
            return base.CreateAlgorithmInstance(algorithmNodePacket, assemblyPath);
        }
        try
        {
            var algorithm = Create(assemblies.Find(assemblyPath, Config.Get("algorithm-type-name")));
            reads.Watch(algorithm);
            return algorithm;
        }
        catch (BacktestException error)
        {
            Failure = error;
            throw;
        }
    }

    private static IAlgorithm Create(Type type)
    {
        try
        {
            return (IAlgorithm)Activator.CreateInstance(type)!;
        }
        catch (TargetInvocationException error) when (error.InnerException is { } inner)
        {
            throw new BacktestException(FailureKind.Setup, $"Cannot create the strategy {type.FullName}: {inner.Message}", inner.ToString());
        }
    }
}
