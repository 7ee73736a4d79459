namespace ClosedLoop.Calculations.Tests;

public sealed class PwInputTests
{
    private const string Text = """
        &CONTROL
          title = 'prefix="no"' ! prefix='comment'
          prefix= "x" , calculation='scf'
        /
        &system
          ibrav=0, celldm(1)=5.5d0,nat=1 ntyp=1
          nbnd=8, ecutwfc =12.0
        /
        &electrons
        /
        ATOMIC_SPECIES
        ! a comment
         Fe_up 55.8 Fe.UPF
        CELL_PARAMETERS {angstrom}
        1 0 0
        0 2 0
        0 0 3
        ATOMIC_POSITIONS (crystal)
         Fe_up 0 0 0
        K_POINTS gamma
        """;

    private static readonly PwInput Input = new("t.in", Text);

    [Theory]
    [InlineData("control", "prefix", "x")]
    [InlineData("control", "title", "prefix=\"no\"")]
    [InlineData("system", "NTYP", "1")]
    [InlineData("system", "nat", "1")]
    [InlineData("electrons", "conv_thr", null)]
    [InlineData("system", "prefix", null)]
    public void Find_SeesVariables_NotCommentsAndNotTheInsidesOfQuotes(string namelist, string variable, string? value) => Input.Find(namelist, variable).ShouldBe(value);

    [Fact]
    public void Numbers_AreReadAsFortranWritesThem()
    {
        Input.Real("system", "celldm(1)").ShouldBe(5.5);
        Should.Throw<TemplateException>(() => Input.Integer("system", "ecutwfc")).Message.ShouldBe("t.in: ecutwfc = 12.0 is no whole number");
    }

    [Fact]
    public void With_ReplacesAValueInItsPlace_OrAddsIt()
    {
        Input.With("control", "prefix", "'y'").Text.ShouldBe(Text.Replace("\"x\"", "'y'", StringComparison.Ordinal));
        Input.With("electrons", "mixing_beta", 0.35).Find("electrons", "mixing_beta").ShouldBe("0.35");
    }

    [Fact]
    public void Without_TakesAVariableAway_AndLeavesTheOthers()
    {
        var without = Input.Without("system", "nbnd");

        without.Find("system", "nbnd").ShouldBeNull();
        without.Real("system", "ecutwfc").ShouldBe(12);
        without.Text.ShouldBe(Text.Replace("nbnd=8, ", "", StringComparison.Ordinal));
    }

    [Fact]
    public void Cards_AreRead_WithTheirOptions()
    {
        Input.Species().ShouldBe([("Fe_up", "Fe.UPF")]);
        Input.CardOption("ATOMIC_POSITIONS").ShouldBe("crystal");
        Input.Card("CELL_PARAMETERS").ShouldBe(["1 0 0", "0 2 0", "0 0 3"]);
        Input.CardOption("CONSTRAINTS").ShouldBeNull();
    }

    [Fact]
    public void Scaled_ChangesTheVolumeAndNothingElse()
    {
        PwLattice.Scaled(Input, 8).Real("system", "celldm(1)").ShouldBe(11);
        var cell = new PwInput("t.in", Text.Replace("celldm(1)=5.5d0,", "", StringComparison.Ordinal));
        PwLattice.Scaled(cell, 8).Text.ShouldBe(cell.Text.Replace("1 0 0\n0 2 0\n0 0 3\n", "2 0 0\n0 4 0\n0 0 6\n", StringComparison.Ordinal));
        Should.Throw<TemplateException>(() => PwLattice.Scaled(new("t.in", Text.Replace("(crystal)", "angstrom", StringComparison.Ordinal)), 8)).Message.ShouldContain("ATOMIC_POSITIONS");
    }

    [Fact]
    public void Input_WithoutANamelist_IsRefused() =>
        Should.Throw<TemplateException>(() => new PwInput("t.in", Text.Replace("&electrons", "", StringComparison.Ordinal))).Message.ShouldContain("&electrons is missing");
}
