namespace ClosedLoop.Calculations.Tests;

public sealed class SubstitutionTests
{
    // Ethene in the plane of x and y; a hydroxyl group whose hydrogen lies in its plane.
    private static readonly Molecule Ethene = new(
        ["C", "C", "H", "H", "H", "H"],
        [new(0, 0, 0), new(1.33, 0, 0), new(-0.55, 0.93, 0), new(-0.55, -0.93, 0), new(1.88, 0.93, 0), new(1.88, -0.93, 0)]);

    private static readonly Molecule Hydroxyl = new(["C", "O", "H"], [new(0, 0, 0), new(1.36, 0, 0), new(1.68, 0.9, 0)]);

    [Fact]
    public void Put_LaysTheGroupOnTheBond_InThePlaneAround()
    {
        var enol = Substitution.Put(Ethene, 2, Hydroxyl);

        enol.Elements.ShouldBe(["C", "C", "O", "H", "H", "H", "H"]);
        var along = new Vector(-0.55, 0.93, 0).Unit;
        (enol.Positions[2] - (1.36 * along)).Length.ShouldBe(0, 1e-12);
        (enol.Positions[6] - enol.Positions[2]).Length.ShouldBe(new Vector(0.32, 0.9, 0).Length, 1e-12);
        enol.Positions[6].Z.ShouldBe(0, 1e-12);
        enol.Bonds()[2].ShouldBe([0, 6]);
        enol.WhyNot().ShouldBeNull();
    }

    [Fact]
    public void Put_OnAnAtomWithSeveralBonds_IsRefused() =>
        Should.Throw<TemplateException>(() => Substitution.Put(Ethene, 0, Hydroxyl)).Message.ShouldBe("C1 cannot be replaced: it must have one bond, to an atom that has another one");
}
