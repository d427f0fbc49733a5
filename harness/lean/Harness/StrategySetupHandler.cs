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
    /// Creates the strategy.
    /// </summary>
    /// <exception cref="BacktestException">There is no such strategy, or its constructor failed</exception>
    public override IAlgorithm CreateAlgorithmInstance(AlgorithmNodePacket algorithmNodePacket, string assemblyPath)
    {
        if (algorithmNodePacket.Language != Language.CSharp)
        {
            return base.CreateAlgorithmInstance(algorithmNodePacket, assemblyPath);
        }
        var type = assemblies.Find(assemblyPath, Config.Get("algorithm-type-name"));
        try
        {
            var algorithm = (IAlgorithm)Activator.CreateInstance(type)!;
            reads.Watch(algorithm);
            return algorithm;
        }
        catch (TargetInvocationException error) when (error.InnerException is { } inner)
        {
            throw new BacktestException(FailureKind.Setup, $"Cannot create the strategy {type.FullName}: {inner.Message}", inner.ToString());
        }
    }
}
