using System.Text;
using System.Text.RegularExpressions;
using ClosedLoop.Domain;

namespace ClosedLoop.Calculations.Tests;

public sealed class CommandCodeTests : IDisposable
{
    private static readonly ProcessEnding Done = new(0, null, false, false);

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Plan_FillsTemplatesAndCommand()
    {
        var code = Code(["lmp", "-in", "in.melt", "-var", "T", "{{temperature}}"], ("in.melt", "timestep 0.005\nrun {{steps:integer}}\nmass 1 {{2 * mass}}\npair {{pair:word}}\n"));

        var stage = code.Plan(new Dictionary<string, ParameterValue> { ["temperature"] = 300.5, ["steps"] = 5000, ["mass"] = 1.5, ["pair"] = "lj" }).Stages.ShouldHaveSingleItem();

        stage.Command.ShouldBe(["lmp", "-in", "in.melt", "-var", "T", "300.5"]);
        Encoding.UTF8.GetString(stage.Files["in.melt"]).ShouldBe("timestep 0.005\nrun 5000\nmass 1 3\npair lj\n");
    }

    [Theory]
    [InlineData("temperature", "argon", "temperature is 'argon', and a number is wanted")]
    [InlineData("steps", 2.5, "steps is 2.5, and a whole number is wanted")]
    [InlineData("pair", 3.0, "pair is 3, and a word is wanted")]
    public void Plan_WithAValueOfTheWrongKind_IsRefused(string input, object value, string message)
    {
        var code = Code(["lmp", "{{temperature}}"], ("in.melt", "run {{steps:integer}}\nmass {{mass}}\npair {{pair:word}}\n"));
        var inputs = new Dictionary<string, ParameterValue> { ["temperature"] = 300, ["steps"] = 5000, ["mass"] = 1, ["pair"] = "lj" };
        inputs[input] = value is string text ? text : (double)value;

        Should.Throw<CalculationRefusedException>(() => code.Plan(inputs)).Message.ShouldBe(message);
    }

    [Fact]
    public void Templates_ThatDoNotFit_AreAllToldWithTheirLines()
    {
        var error = Should.Throw<TemplateException>(() => Code(["lmp"], ("in.melt", "T {{temprature}}\nrun {{steps}}\npair {{pair}}\nx {{mass:word}}\nn {{mass:integer}}\n")));

        error.Message.Split('\n').ShouldBe(
        [
            "in.melt(1): 'temprature' is no input; the inputs are temperature, steps, mass, pair",
            "in.melt(3): the input 'pair' is a word; write {{pair:word}} there",
            "in.melt(4): the input 'mass' is a number; write {{mass}} there",
            "in.melt(5): the input 'mass' is any number, and a whole one is wanted there; declare mass: integer",
            "the input 'temperature' is in no template and not in the command: it would change nothing",
        ]);
    }

    [Fact]
    public void Command_WithAPlaceForTheProgram_IsAMistake() =>
        Should.Throw<TemplateException>(() => Code(["{{pair:word}}"])).Message.ShouldContain("begins with the program");

    [Theory]
    [InlineData("energy = -3.5 eV\nenergy = -4.25 eV\n", false, -4.25)]
    [InlineData("energy = -3.5 eV\nenergy = -4.25 eV\n", true, -3.5)]
    [InlineData("energy = -1.5D-02\n", false, -0.015)]
    public void Pattern_ReadsTheLastOrFirstMatch(string text, bool first, double value) =>
        Read(new PatternReader("out", new Regex(@"energy = (\S+)"), first), text).ShouldBe(value);

    [Theory]
    [InlineData("bands.gap", 1.25)]
    [InlineData("steps[0].e", -1.0)]
    [InlineData("steps[-1].e", -3.0)]
    [InlineData("matrix[1][0]", 7.0)]
    [InlineData("text", 0.5)]
    [InlineData("bands.none", null)]
    [InlineData("steps[2].e", null)]
    [InlineData("bands", null)]
    public void JsonPath_ReadsWhatStandsThere(string path, double? value) =>
        Read(new JsonPathReader("out", path), """{"bands": {"gap": 1.25}, "steps": [{"e": -1}, {"e": -3}], "matrix": [[5, 6], [7, 8]], "text": "0.5"}""").ShouldBe(value);

    [Theory]
    [InlineData("//etot", -2.5)]
    [InlineData("/run/energy/etot", -2.5)]
    [InlineData("/run/@gap", 0.75)]
    [InlineData("count(//atom)", 2.0)]
    [InlineData("//atom[2]/@z", 33.0)]
    [InlineData("//missing", null)]
    public void XmlPath_ReadsNamesWithoutTheirNamespaces(string path, double? value) =>
        Read(new XmlPathReader("out", path), """<q:run xmlns:q="urn:q" gap="0.75"><q:energy><etot>-2.5</etot></q:energy><atom z="13"/><atom z="33"/></q:run>""").ShouldBe(value);

    [Theory]
    [InlineData("rmse", -1, ",", 0.25)]
    [InlineData("rmse", 0, ",", 0.5)]
    [InlineData("a, b", 0, ",", 3.0)]
    [InlineData("rmse", 5, ",", null)]
    [InlineData("mae", -1, ",", null)]
    public void CsvColumn_ReadsARow(string column, int row, string separator, double? value) =>
        Read(new CsvColumnReader("out", column, row, separator[0]), "epoch,rmse,\"a, b\"\n1,0.5,3\n2,0.25,4\n").ShouldBe(value);

    [Fact]
    public void CsvColumn_OfWhiteSpace_ReadsTablesAsProgramsPrintThem() =>
        Read(new CsvColumnReader("out", "Temp", -1, null), "# Step   Temp   PotEng\n     0    300   -4.5\n   100    310.5  -4.4\n").ShouldBe(310.5);

    [Theory]
    [InlineData("", "out has nothing at a")]
    [InlineData("{\"a\": ", "out is not JSON")]
    public void Json_ThatIsCut_IsNoOutput(string text, string message)
    {
        File.WriteAllText(_folder.Of("out"), text.Length == 0 ? "{}" : text);

        new JsonPathReader("out", "a").Read(new CalculationFolder(_folder.Path), out var problem).ShouldBeNull();
        problem.ShouldStartWith(message);
    }

    [Fact]
    public void Factor_TurnsTheProgramsUnitIntoTheDeclaredOne() => Read(new PatternReader("out", new Regex(@"E (\S+)"), Factor: 27.211386), "E 2").ShouldNotBeNull().ShouldBe(54.422772, 1e-9);

    [Fact]
    public void Success_NeedsEverySign()
    {
        File.WriteAllText(_folder.Of("stdout.txt"), "energy 1\nTotal wall time: 0:00:01\n");
        var code = Code(["lmp", "{{temperature}}"], settings => settings with
        {
            Requires = [new TextSign("stdout.txt", new Regex("Total wall time"))],
            Forbids = [new TextSign("stdout.txt", new Regex("^ERROR.*", RegexOptions.Multiline))],
            ExitCodes = [0, 2],
        });
        var folder = new CalculationFolder(_folder.Path);

        code.Read(folder, Stage(), Done).ShouldBeOfType<CalculationEnding.Finished>().Values["energy"].ShouldBe(1);
        code.Read(folder, Stage(), Done with { ExitCode = 2 }).ShouldBeOfType<CalculationEnding.Finished>();
        code.Read(folder, Stage(), Done with { ExitCode = 1 }).ShouldBe(new CalculationEnding.Failed("exit", "exit code 1"));
        File.AppendAllText(_folder.Of("stdout.txt"), "ERROR: lost atoms\n");
        code.Read(folder, Stage(), Done).ShouldBe(new CalculationEnding.Failed("told", "ERROR: lost atoms"));
        File.WriteAllText(_folder.Of("stdout.txt"), "energy 1\n");
        code.Read(folder, Stage(), Done).ShouldBe(new CalculationEnding.Failed("incomplete", "stdout.txt has no match of Total wall time"));
    }

    [Theory]
    [InlineData("step 1 of 4\nstep 3 of 4\n", 0.75)]
    [InlineData("", null)]
    [InlineData("step 9 of 4\n", 1.0)]
    public void Progress_IsTheLastMatch(string text, double? share)
    {
        File.WriteAllText(_folder.Of("stdout.txt"), text);
        var code = Code(["lmp", "{{temperature}}"], settings => settings with { Progress = new CommandProgress("stdout.txt", new Regex(@"step (\d+) of (\d+)")) });

        code.ReadProgress(new CalculationFolder(_folder.Path), Stage()).ShouldBe(share);
    }

    private static CalculationStage Stage() => new("run", new Dictionary<string, byte[]>(), ["lmp"]);

    private static CommandCode Code(IReadOnlyList<string> command, Func<CommandSettings, CommandSettings> change) => new(change(new CommandSettings
    {
        Inputs = new Dictionary<string, InputKind> { ["temperature"] = InputKind.Number },
        Command = [.. command.Select(part => InputTemplate.Parse("command", part))],
        Outputs = new Dictionary<string, ValueReader> { ["energy"] = new PatternReader("stdout.txt", new Regex(@"energy (\S+)")) },
    }));

    private static CommandCode Code(IReadOnlyList<string> command, params (string Name, string Text)[] templates) => Code(command, settings => settings with
    {
        Inputs = new Dictionary<string, InputKind> { ["temperature"] = InputKind.Number, ["steps"] = InputKind.WholeNumber, ["mass"] = InputKind.Number, ["pair"] = InputKind.Word },
        Templates = templates.ToDictionary(template => template.Name, template => InputTemplate.Parse(template.Name, template.Text)),
    });

    private double? Read(ValueReader reader, string text)
    {
        File.WriteAllText(_folder.Of("out"), text);
        return reader.Read(new CalculationFolder(_folder.Path), out _);
    }
}
