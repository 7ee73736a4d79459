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
    /// <summary>Ten times what any of them needs: what the generator of worlds changes may move a catch, and loses none.</summary>
    private const ulong MostWorlds = 1500;

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
            var (world, broken) = FirstBroken(context, mutant.Aim);
            TestContext.Current.TestOutputHelper?.WriteLine($"{name}: world {world}, broken {string.Join(", ", broken)}");

            broken.ShouldNotBeEmpty($"not caught in {MostWorlds} worlds");
            Soak.Run(world, new SoakLimits { Aim = mutant.Aim }).Violations.ShouldBeEmpty("the same world of production breaks a promise too: it shows another fault");
            context.Unload();
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>The first world that breaks a promise, and the promises that it breaks.</summary>
    private static (ulong World, IReadOnlyCollection<string> Broken) FirstBroken(MutantContext context, SoakAim aim)
    {
        var soaks = context.LoadFromAssemblyName(new AssemblyName("ClosedLoop.Soaks"));
        var limits = Activator.CreateInstance(soaks.GetType("ClosedLoop.Soaks.SoakLimits", throwOnError: true)!)!;
        limits.GetType().GetProperty(nameof(SoakLimits.Aim))!.SetValue(limits, Enum.ToObject(soaks.GetType("ClosedLoop.Soaks.SoakAim", throwOnError: true)!, (int)aim));
        var run = soaks.GetType("ClosedLoop.Soaks.Soak", throwOnError: true)!.GetMethod("Run", [typeof(ulong), limits.GetType()])!;
        for (var seed = 1UL; seed <= MostWorlds; seed++)
        {
            var outcome = run.Invoke(null, [seed, limits])!;
            var broken = ((IEnumerable)Value(outcome, nameof(SoakOutcome.Violations))).Cast<object>().Select(violation => Value(violation, nameof(Violation.Promise)).ToString()!).ToHashSet();
            if (broken.Count > 0)
            {
                return (seed, broken);
            }
        }

        return (MostWorlds, []);
    }

    private static object Value(object record, string property) => record.GetType().GetProperty(property)!.GetValue(record)!;
}
