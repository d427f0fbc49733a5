using System;
using System.Linq;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace Leantune.Harness;

/// <summary>
/// Tells whether an assembly can keep state in static fields from one backtest to the next.
/// </summary>
public static class StaticState
{
    private const BindingFlags Statics =
        BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    /// <summary>
    /// True unless all static fields are constants, or delegates that the compiler keeps of lambdas
    /// without captured variables. Read from the metadata, so that nothing of the assembly is run.
    /// </summary>
    public static bool IsPossible(Assembly assembly)
    {
        // What it brings along is not looked into.
        if (assembly.GetReferencedAssemblies().Any(name => IsBeside(assembly, name))) return true;
        return assembly.GetTypes().Any(type => type.GetFields(Statics).Any(CanHoldState));
    }

    private static bool CanHoldState(FieldInfo field)
    {
        if (field.IsLiteral) return false;
        var type = field.FieldType;
        if (field.IsInitOnly && (type.IsPrimitive || type.IsEnum || type == typeof(string) || type == typeof(decimal) || type == typeof(DateTime) || type == typeof(TimeSpan)))
        {
            return false;
        }
        return !IsOfCompiler(field.DeclaringType!);
    }

    private static bool IsOfCompiler(Type type) =>
        type.IsDefined(typeof(CompilerGeneratedAttribute), inherit: false) || type.Name.StartsWith("<PrivateImplementationDetails>", StringComparison.Ordinal);

    private static bool IsBeside(Assembly assembly, AssemblyName name)
    {
        var context = System.Runtime.Loader.AssemblyLoadContext.GetLoadContext(assembly);
        try
        {
            var referenced = context?.LoadFromAssemblyName(name);
            return referenced != null && System.Runtime.Loader.AssemblyLoadContext.GetLoadContext(referenced) == context;
        }
        catch (System.IO.IOException)
        {
            // Missing: the strategy will say so itself where it needs it.
            return false;
        }
    }
}
