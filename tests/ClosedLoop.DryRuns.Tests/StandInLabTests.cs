using ClosedLoop.CampaignFiles;

namespace ClosedLoop.DryRuns.Tests;

public sealed class StandInLabTests
{
    private const string Simulated = """

        simulate:
          instruments:
            - {id: coater-2, type: simulated, capability: coating, duration: 2 min, response: {pass: {film: sample}}}
            - {id: scanner-2, type: simulated, capability: scanning, duration: 1 min, response: {surface: branin, inputs: {x1: x, x2: y}, outputs: {y: rough}}}
        """;

    [Fact]
    public void Choose_InstrumentsOfTheLabFile_StandForThemselvesInTheLabsTime()
    {
        var lab = Files.Plan().Lab;

        lab.Instruments.Select(standIn => (standIn.Settings.Id, standIn.From)).ShouldBe([("coater", "lab.yaml"), ("scanner", "lab.yaml")]);
        lab.Instruments.ShouldAllBe(standIn => standIn.Settings.Speed == 1);
    }

    private const string Computing = """
        lab: film
        cores: 4
        instruments:
          - {id: coater, type: simulated, capability: coating, duration: 60 s, response: {pass: {film: sample}}}
          - id: scanner
            type: calculation
            capability: scanning
            capacity: 8
            cores: 2
            duration: {mean: 30 s, spread: 0.1}
            response: {surface: branin, inputs: {x1: x, x2: y}, outputs: {y: rough}}
            code: {type: command, command: [not-installed-here, "{{x}}", "{{y}}"], inputs: [x, y], outputs: {rough: {regex: "(.*)"}}}
        """;

    private const string Costly = "outputs: [rough, cpu_seconds, cached], deadline: 5 min, cost: 100, costOutput: cpu_seconds}";

    [Fact]
    public void Choose_CalculationWithAResponse_StandsInWithWhatEveryCalculationSays_OnItsShareOfTheCores()
    {
        var scanner = Files.Plan(Files.Film.Replace("outputs: [rough], deadline: 5 min, cost: 1}", Costly, StringComparison.Ordinal), Computing).Lab.Instruments[1].Settings;

        (scanner.Id, scanner.Capacity).ShouldBe(("scanner", 2));
        var answer = scanner.Capabilities.Single().Response
            .Respond(new Dictionary<string, ClosedLoop.Domain.ParameterValue> { ["x"] = 1, ["y"] = 2 }, 1).ShouldBeOfType<Simulators.Answer.Measured>();
        (answer.Outputs["cpu_seconds"].Number, answer.Outputs["cached"].Number).ShouldBe((60, 0));
        answer.Outputs.Keys.ShouldContain("rough");
    }

    [Fact]
    public void Choose_CalculationWithoutAResponse_NamesTheKeyToAdd()
    {
        var lab = string.Join('\n', Computing.Split('\n').Where(line => !line.Contains("response: {surface", StringComparison.Ordinal)));

        Should.Throw<DryRunRefusedException>(() => Files.Plan(Files.Film, lab)).Lines.ShouldHaveSingleItem()
            .ShouldContain("step 'scan' needs 'scanning', which no simulated instrument offers");
    }

    [Fact]
    public void Choose_WithoutALabFile_TakesTheCampaignsStandIns() =>
        Files.Plan(Files.Film + Simulated, null).Lab.Instruments.Select(standIn => standIn.Settings.Id).ShouldBe(["coater-2", "scanner-2"]);

    [Fact]
    public void Choose_CapabilityThatTheLabFileLacks_IsTakenFromTheCampaign()
    {
        var lab = Files.FilmLab[..Files.FilmLab.IndexOf("  - {id: scanner", StringComparison.Ordinal)];

        Files.Plan(Files.Film + Simulated, lab).Lab.Instruments.Select(standIn => (standIn.Settings.Id, standIn.From)).ShouldBe([("coater", "lab.yaml"), ("scanner-2", "campaign.yaml")]);
    }

    [Fact]
    public void Choose_Nothing_NamesEveryCapabilityAndTheKeyToAdd()
    {
        var refusal = Should.Throw<DryRunRefusedException>(() => Files.Plan(Files.Film, null));

        refusal.Lines.Count.ShouldBe(2);
        refusal.Lines[0].ShouldContain("step 'coat' needs 'coating', which no simulated instrument offers: there is no lab.yaml");
        refusal.Lines[0].ShouldContain("simulate: {instruments: [{id: coat-1, type: simulated, capability: coating, duration: 5 min, response: ...}]}");
        refusal.Lines[1].ShouldContain("'scanning'");
    }

    [Fact]
    public void Choose_ResponseThatDoesNotFit_NamesEveryMistakeAtOnce()
    {
        var lab = Files.FilmLab.Replace("{pass: {film: sample}}", "{pass: {layer: thickness}}", StringComparison.Ordinal).Replace("{y: rough}", "{y: wavy}", StringComparison.Ordinal);

        var refusal = Should.Throw<DryRunRefusedException>(() => Files.Plan(Files.Film, lab));

        refusal.Lines.ShouldBe(
        [
            "lab.yaml: coater.coating: nothing says what 'film' of step 'coat' comes out as; add it to response: outputs (it has layer)",
            "lab.yaml: coater.coating: its response needs 'thickness', which step 'coat' does not send; add it to the step's inputs (it sends x, y)",
            "lab.yaml: scanner.scanning: nothing says what 'rough' of step 'scan' comes out as; add it to response: outputs (it has wavy)",
        ]);
    }

    [Fact]
    public void Read_StandIns_AreNoPartOfTheCampaign()
    {
        var with = CampaignFileReader.Read(Files.Film + Simulated, "a.yaml", _ => null);
        var without = CampaignFileReader.Read(Files.Film, "a.yaml", _ => null);

        with.StandIns.Count.ShouldBe(2);
        ClosedLoop.Journal.CampaignSpecHash.Of(with.Spec!).ShouldBe(ClosedLoop.Journal.CampaignSpecHash.Of(without.Spec!));
    }
}
