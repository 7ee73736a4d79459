using ClosedLoop.Domain;
using ClosedLoop.Instruments;

namespace ClosedLoop.Calculations.Tests;

/// <summary>
/// Fifteen points of the push-pull dye, both ends of which are halogens, once led a design: their geometries were broken, and xtb optimized fourteen of them to a converged end all the same. Here the
/// geometries of these points are broken in three ways, and xtb is executed on them through the instrument of the shipped lab.
/// </summary>
public sealed class FalseWinnersTests : IDisposable
{
    private const double Crushed = 0.5;
    private const double Flattened = 0.15;

    private readonly TemporaryFolder _folder = new();
    private readonly CorePool _cores = new(2);

    public FalseWinnersTests() => InstalledProgram.Need("xtb", "xtb");

    private static (string First, string Second)[] Halogens { get; } = [("F", "F"), ("F", "Cl"), ("Cl", "Cl")];

    private static double[] Angles { get; } = [0, 20, 40, 60, 90];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Point_WhoseGeometryIsBroken_FailsOrTellsThePhysicalValue()
    {
        Func<Molecule, Molecule>[] damages =
        [
            molecule => Moved(molecule, _ => new Vector(0, 0, 0)),
            molecule => Moved(molecule, at => Crushed * at),
            molecule => Moved(molecule, at => new Vector(at.X, Flattened * at.Y, at.Z)),
        ];
        var points = Halogens.SelectMany(ends => Angles.Select(angle => (ends.First, ends.Second, Angle: angle))).ToArray();

        var sound = Performed(points.Select((_, _) => new Func<Molecule, Molecule>(molecule => molecule)), points, "sound");
        var broken = Performed(points.Select((_, n) => damages[n % damages.Length]), points, "broken");
        await Task.WhenAll(sound.Concat(broken));

        var failures = new List<StepOutcome.Failed>();
        foreach (var (first, second, n) in sound.Zip(broken, Enumerable.Range(0, points.Length)))
        {
            // What is physical, the sound geometry tells; of that the gap is near 4 eV and, for equal ends, the dipole vanishes.
            var truth = (await first).ShouldBeOfType<StepOutcome.Succeeded>($"{points[n]}").Outputs;
            truth["gap"].Number.ShouldBeInRange(3.2, 4.7);
            truth["dipole"].Number.ShouldBeInRange(0, points[n].First == points[n].Second ? 0.1 : 0.8);
            switch (await second)
            {
                case StepOutcome.Failed failed:
                    failed.Kind.ShouldBeOneOf(FailureKind.Failed, FailureKind.Implausible, FailureKind.Unconverged);
                    failures.Add(failed);
                    break;
                case StepOutcome.Succeeded done:
                    done.Outputs["gap"].Number.ShouldBe(truth["gap"].Number, 0.02, $"{points[n]}");
                    done.Outputs["dipole"].Number.ShouldBe(truth["dipole"].Number, 0.1, $"{points[n]}");
                    break;
                case var other:
                    Assert.Fail($"{points[n]}: {other}");
                    break;
            }
        }

        // Those that would have led: xtb converged, and says that all is well.
        failures.Count(failed => failed.Message.Contains("this is another molecule than was asked for", StringComparison.Ordinal)).ShouldBeGreaterThan(4);
        failures.Count(failed => failed.Kind != FailureKind.Implausible).ShouldBeGreaterThan(2);
    }

    private static Molecule Moved(Molecule molecule, Func<Vector, Vector> move) => new([.. molecule.Elements], [.. molecule.Positions.Select(move)]);

    private static Xtb Code() => new(new XtbSettings("biphenyl.xyz", Text("biphenyl.xyz"), [new("gap") { Quantity = "gap" }, new("dipole") { Quantity = "dipole" }])
    {
        Groups = Text("groups.xyz"),
        Substituents = [new("r1", 13), new("r2", 20)],
        Optimization = "loose",
        Solvent = "water",
        Torsions = [new([3, 4, 7, 8], "phi")],
    });

    private static string Text(string file) => File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "molecules", file));

    private Task<StepOutcome>[] Performed(IEnumerable<Func<Molecule, Molecule>> damages, (string First, string Second, double Angle)[] points, string name) => [.. damages.Select((damage, n) =>
    {
        var code = new BrokenGeometry(Code(), damage);
        var settings = new CalculationSettings
        {
            Id = "xtb-1",
            Capability = "relaxation",
            TimeLimit = TimeSpan.FromMinutes(20),
            Plausible = new Dictionary<string, (double, double)> { ["gap"] = (0.2, 8), ["dipole"] = (0, 25) },
        };
        var folder = _folder.Of($"{name}-{n}");
        var instrument = new CalculationInstrument(
            settings, code, InstalledCode.Find(code), new LocalExecution(_cores, TimeProvider.System), new CalculationCache(_folder.Of($"{name}-cache")), folder, TimeProvider.System);
        var command = StepRig.Command(n + 1, ("r1", points[n].First), ("r2", points[n].Second), ("phi", points[n].Angle));
        return instrument.PerformAsync(command, new StepRig(folder), CancellationToken.None);
    })];
}
