namespace ClosedLoop.Calculations.Tests;

public sealed class MoleculeTests
{
    // Hydrogen peroxide, its dihedral in closed form: the second hydrogen stands at this angle from the plane of the others.
    private static Molecule Peroxide(double degrees)
    {
        var (sine, cosine) = Math.SinCos(double.DegreesToRadians(degrees));
        return new Molecule(["H", "O", "O", "H"], [new(0.95, 0, -0.2), new(0, 0, 0), new(0, 0, 1.45), new(0.95 * cosine, 0.95 * sine, 1.65)]);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(37.5)]
    [InlineData(-120)]
    [InlineData(179)]
    public void Dihedral_AgreesWithTheClosedForm(double degrees) => Peroxide(degrees).Dihedral(0, 1, 2, 3).ShouldBe(degrees, 1e-9);

    [Theory]
    [InlineData(-82)]
    [InlineData(74)]
    [InlineData(180)]
    [InlineData(0)]
    public void WithDihedral_TurnsWhatHangsOnTheBond_AndNothingElse(double degrees)
    {
        var turned = Peroxide(30).WithDihedral(Peroxide(30).Bonds(), 0, 1, 2, 3, degrees);

        foreach (var (position, expected) in turned.Positions.Zip(Peroxide(degrees).Positions))
        {
            (position - expected).Length.ShouldBe(0, 1e-9);
        }
    }

    [Fact]
    public void WithDihedral_InARingOrAcrossNoBond_IsRefused()
    {
        var ring = new Molecule([.. Enumerable.Repeat("C", 6)], [.. Enumerable.Range(0, 6).Select(n => new Vector(1.4 * Math.Cos(n * Math.PI / 3), 1.4 * Math.Sin(n * Math.PI / 3), 0))]);

        Should.Throw<CalculationRefusedException>(() => ring.WithDihedral(ring.Bonds(), 0, 1, 2, 3, 10)).Message.ShouldBe("the bond C2–C3 lies in a ring; nothing can be turned about it");
        Should.Throw<CalculationRefusedException>(() => ring.WithDihedral(ring.Bonds(), 0, 1, 4, 5, 10)).Message.ShouldBe("atoms C2 and C5 are not bonded; the two atoms in the middle of a torsion are");
    }

    [Fact]
    public void WithDihedral_OfASecondTorsion_GoesByTheBondsBeforeTheFirst()
    {
        // Turned to 0, the ends of a chain come as near as bonded atoms; they are not, and the middle is no ring.
        var chain = new Molecule(["C", "C", "C", "C", "C"], [new(1.4, 0, 0), new(0, 0, 0), new(0, 0, 1.5), new(-1.4, 0, 1.6), new(-1.4, 1.4, 1.6)]);
        var bonds = chain.Bonds();

        var folded = chain.WithDihedral(bonds, 0, 1, 2, 3, 0);

        folded.Bonds()[0].ShouldContain(3);
        folded.WithDihedral(bonds, 1, 2, 3, 4, 60).Dihedral(1, 2, 3, 4).ShouldBe(60, 1e-9);
        Should.Throw<CalculationRefusedException>(() => folded.WithDihedral(folded.Bonds(), 1, 2, 3, 4, 60));
    }

    [Fact]
    public void WhyNot_FindsOverlapsAndEmptyGeometries()
    {
        Peroxide(90).WhyNot().ShouldBeNull();
        new Molecule(["H", "H"], [default, new(0.74, 0, 0)]).WhyNot().ShouldBeNull();
        new Molecule(["O", "H"], [default, new(0.01, 0, 0)]).WhyNot().ShouldBe("atoms O1 and H2 overlap: they are 0.010 Å apart");
        new Molecule(["O", "H"], [default, default]).WhyNot().ShouldBe("all atoms are at the same place");
        new Molecule(["O", "H"], [default, new(double.NaN, 0, 0)]).WhyNot().ShouldNotBeNull();
    }

    [Fact]
    public void ChangedBond_SeesWhatBrokeAndWhatFormed()
    {
        Peroxide(90).ChangedBond(Peroxide(10)).ShouldBeNull();
        var broken = new Molecule(Peroxide(90).Elements, [.. Peroxide(90).Positions.Take(3), new(0, 3, 3)]);

        Peroxide(90).ChangedBond(broken).ShouldBe("the bond O3–H4 is broken");
        broken.ChangedBond(Peroxide(90)).ShouldBe("a bond O3–H4 has formed");
    }

    [Fact]
    public void Text_IsReadBackAsItWasWritten()
    {
        var (_, molecule) = Molecule.Read("m.xyz", Peroxide(33).Write()).Single();

        molecule.Elements.ShouldBe(["H", "O", "O", "H"]);
        molecule.Dihedral(0, 1, 2, 3).ShouldBe(33, 1e-5);
        Molecule.Read("m.xyz", "1\nfirst\nH 0 0 0\n\n2\nsecond\nO 0 0 0\nH 1 0 0\n").Select(entry => entry.Comment).ShouldBe(["first", "second"]);
    }

    [Theory]
    [InlineData("two\n\nH 0 0 0", "m.xyz(1): a number of atoms and so many atoms are expected, with a line of comment between")]
    [InlineData("2\n\nH 0 0 0", "m.xyz(1): a number of atoms and so many atoms are expected, with a line of comment between")]
    [InlineData("1\n\nXy 0 0 0", "m.xyz(3): expected an element and three coordinates in ångström, found 'Xy 0 0 0'")]
    [InlineData("", "m.xyz: it holds no atoms")]
    public void Text_ThatIsNoGeometry_IsRefused(string text, string message) => Should.Throw<TemplateException>(() => Molecule.Read("m.xyz", text)).Message.ShouldBe(message);

    [Fact]
    public void Crystal_SeesAtomsOfTheCellsAround()
    {
        (Vector, Vector, Vector) cell = (new(4, 0, 0), new(0, 4, 0), new(0, 0, 4));

        new Crystal(cell, new(["Na", "Cl"], [default, new(2, 2, 2)])).WhyNot().ShouldBeNull();
        new Crystal(cell, new(["Na", "Cl"], [default, new(3.9, 0, 0)])).WhyNot().ShouldBe("atoms Na1 and Cl2 overlap: they are 0.100 Å apart");
        new Crystal((new(0.5, 0, 0), new(0, 4, 0), new(0, 0, 4)), new(["Na"], [default])).WhyNot().ShouldBe("atoms Na1 and Na1 overlap: they are 0.500 Å apart");
        new Crystal((new(4, 0, 0), new(4, 0, 0), new(0, 0, 4)), new(["Na"], [default])).WhyNot().ShouldNotBeNull();
    }
}
