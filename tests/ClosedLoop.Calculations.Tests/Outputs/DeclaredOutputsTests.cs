namespace ClosedLoop.Calculations.Tests;

public sealed class DeclaredOutputsTests
{
    private static readonly Dictionary<string, Dimension> Known = new() { ["total-energy"] = Dimension.Energy, ["gap"] = Dimension.Energy, ["pressure"] = Dimension.Pressure };

    [Fact]
    public void Conclude_ConvertsToDeclaredUnits()
    {
        var outputs = new DeclaredOutputs([new("e") { Quantity = "total-energy" }, new("m") { Quantity = "total-energy", Unit = "kcal/mol" }, new("p") { Quantity = "pressure" }], Known);

        var values = outputs.Conclude(new Dictionary<string, double> { ["total-energy"] = -1, ["pressure"] = 1e-4 }).ShouldBeOfType<CalculationEnding.Finished>().Values;

        // CODATA 2018: 1 Hartree = 27.211386 eV = 627.5095 kcal/mol; 1 Hartree/bohr³ = 29421.016 GPa.
        values["e"].ShouldBe(-27.211386, 1e-6);
        values["m"].ShouldBe(-627.5095, 1e-4);
        values["p"].ShouldBe(2.9421016, 1e-6);
    }

    [Fact]
    public void Conclude_TakesFormulasOverOtherOutputs_AndPlacesInReciprocalSpace()
    {
        var outputs = new DeclaredOutputs(
            [new("x") { Quantity = "gap", At = [0.5, 0.5, 0], Unit = "Hartree" }, new("g") { Quantity = "gap", At = [0, 0, 0], Unit = "Hartree" }, new("margin") { Formula = "x - g" }], Known);

        outputs.Keys.ShouldBe(["gap@0.5,0.5,0", "gap@0,0,0"]);
        outputs.Conclude(new Dictionary<string, double> { ["gap@0.5,0.5,0"] = 0.75, ["gap@0,0,0"] = 0.5 })
            .ShouldBeOfType<CalculationEnding.Finished>().Values["margin"].ShouldBe(0.25);
    }

    [Fact]
    public void Conclude_WithoutANumber_IsNoResult()
    {
        var outputs = new DeclaredOutputs([new("e") { Quantity = "total-energy", Unit = "Hartree" }], Known);

        outputs.Conclude(new Dictionary<string, double> { ["total-energy"] = double.NaN }).ShouldBeOfType<CalculationEnding.Implausible>();
        outputs.Conclude(new Dictionary<string, double>()).ShouldBeOfType<CalculationEnding.Failed>().Class.ShouldBe("no-output");
    }

    [Theory]
    [InlineData("energie", null, null, "output 'o': 'energie' is not known here; use total-energy, gap, pressure")]
    [InlineData("gap", "GPa", null, "output 'o': 'GPa' is no unit of energy; use Hartree, Ry, eV, meV, kJ/mol, kcal/mol")]
    [InlineData(null, null, "later + 1", "output 'o': 'later' is no output declared before it")]
    public void Declaration_ThatCannotBe_NamesTheOutput(string? quantity, string? unit, string? formula, string message) =>
        Should.Throw<TemplateException>(() => new DeclaredOutputs([new("o") { Quantity = quantity, Unit = unit, Formula = formula }], Known)).Message.ShouldBe(message);
}
