using System.Reflection;
using System.Runtime.Loader;

namespace ClosedLoop.Simulation.Tests;

/// <summary>The production assemblies once more, one of them with a fault planted in it; everything else is shared with the tests.</summary>
internal sealed class MutantContext(string patched) : AssemblyLoadContext($"mutant {Path.GetFileName(patched)}", isCollectible: true)
{
    protected override Assembly? Load(AssemblyName assemblyName)
    {
        if (assemblyName.Name?.StartsWith("ClosedLoop.", StringComparison.Ordinal) != true)
        {
            return null;
        }

        var file = $"{assemblyName.Name}.dll";
        return LoadFromAssemblyPath(Path.GetFileName(patched) == file ? patched : Path.Combine(AppContext.BaseDirectory, file));
    }
}
