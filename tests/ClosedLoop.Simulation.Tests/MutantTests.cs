using System.Collections;
using System.Reflection;
using ClosedLoop.Soaks;

namespace ClosedLoop.Simulation.Tests;

/// <summary>
/// Faults planted in copies of the loop, the ledger, the journal and the messaging: the soak must see each of them, or it sees nothing. Production code has no switch
/// for it: each copy is compiled on the fly, and the same worlds run on it.
/// </summary>
public sealed class MutantTests
{
    private const int MostWorlds = 1500;

    public static TheoryData<string> Names => [.. Mutants.All.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void PlantedFault_IsCaughtByTheSoak(string name)
    {
        var mutant = Mutants.All[name];
        var folder = Directory.CreateTempSubdirectory("closedloop-mutant-");
        try
        {
            var context = new MutantContext(PatchedProject.Compile(mutant, folder));
            var (world, seen) = Soak(context, mutant.CaughtAs);
            TestContext.Current.TestOutputHelper?.WriteLine($"{name}: world {world}, seen {string.Join(", ", seen)}");
            world.ShouldNotBeNull($"not caught as {string.Join(" or ", mutant.CaughtAs)} in {MostWorlds} worlds; seen were {string.Join(", ", seen)}");
            context.Unload();
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>The first world that breaks one of the promises, if any, and all that were seen broken until then.</summary>
    private static (ulong? World, IReadOnlyCollection<string> Seen) Soak(MutantContext context, IReadOnlyList<Promise> wanted)
    {
        var soaks = context.LoadFromAssemblyName(new AssemblyName("ClosedLoop.Soaks"));
        var limits = Activator.CreateInstance(soaks.GetType("ClosedLoop.Soaks.SoakLimits", throwOnError: true)!)!;
        var run = soaks.GetType("ClosedLoop.Soaks.Soak", throwOnError: true)!.GetMethod("Run", [typeof(ulong), limits.GetType()])!;
        var seen = new SortedSet<string>();
        for (var seed = 1UL; seed <= MostWorlds; seed++)
        {
            var outcome = run.Invoke(null, [seed, limits])!;
            foreach (var violation in (IEnumerable)Value(outcome, nameof(SoakOutcome.Violations)))
            {
                seen.Add(Value(violation, nameof(Violation.Promise)).ToString()!);
            }

            if (wanted.Any(promise => seen.Contains(promise.ToString())))
            {
                return (seed, seen);
            }
        }

        return (null, seen);
    }

    private static object Value(object record, string property) => record.GetType().GetProperty(property)!.GetValue(record)!;
}
