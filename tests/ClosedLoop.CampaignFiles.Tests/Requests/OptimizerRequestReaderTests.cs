using System.Text;
using ClosedLoop.Domain;

namespace ClosedLoop.CampaignFiles.Tests;

public sealed class OptimizerRequestReaderTests
{
    private const string Space = """
        {"declare": {"parameters": {"t": {"type": "continuous", "lower": 1e-3, "upper": 10, "scale": "log"},
         "n": {"type": "integer", "lower": 1, "upper": 5}, "s": {"type": "categorical", "levels": ["water", "ethanol"]}},
         "objectives": {"yield": {"goal": "maximize", "plausible": [0, 100]}, "ph": {"goal": "target", "target": 7}}}}
        """;

    private readonly OptimizerRequestReader _reader = new(new DataFolder(Checkout.PathOf("campaigns"), _ => null));

    [Fact]
    public void Declare_WithTheKeysOfACampaignFile_GivesTheSameSpec()
    {
        const string Yaml = """
            name: film
            seed: 9
            lab: demo
            parameters:
              t: {type: continuous, lower: 20, upper: 90, unit: °C}
              r: {type: continuous, lower: 1e-3, upper: 1, scale: log}
              m: {type: discrete, levels: [0.7, 1.05]}
              s: {type: categorical, levels: [water, ethanol]}
              a: {type: composition, parts: {Fe: {lower: 0.1}, Ni: {}}, step: 0.1}
            constraints: [t + 2*m <= 90]
            objectives: {y: {goal: target, target: 7.4, plausible: [0, null]}}
            workflow: [{step: go, capability: c, inputs: [t, r, m, s, Fe, Ni], outputs: [y], deadline: 10 min}]
            initial: 5
            onFailure: penalty
            budget: {trials: 30}
            """;
        const string Json = """
            {"name": "film", "seed": 9, "lab": "demo", "parameters": {
             "t": {"type": "continuous", "lower": 20, "upper": 90, "unit": "°C"}, "r": {"type": "continuous", "lower": 1e-3, "upper": 1, "scale": "log"},
             "m": {"type": "discrete", "levels": [0.7, 1.05]}, "s": {"type": "categorical", "levels": ["water", "ethanol"]},
             "a": {"type": "composition", "parts": {"Fe": {"lower": 0.1}, "Ni": {}}, "step": 0.1}},
             "constraints": ["t + 2*m <= 90"], "objectives": {"y": {"goal": "target", "target": 7.4, "plausible": [0, null]}},
             "workflow": [{"step": "go", "capability": "c", "inputs": ["t", "r", "m", "s", "Fe", "Ni"], "outputs": ["y"], "deadline": "10 min"}],
             "initial": 5, "onFailure": "penalty", "budget": {"trials": 30}}
            """;

        var fromYaml = CampaignFileReader.Read(Yaml, "film.yaml", _ => null).Spec.ShouldNotBeNull();
        var fromJson = Declared($$"""{"declare": {{Json.ReplaceLineEndings("")}}}""");

        Text(fromJson).ShouldBe(Text(fromYaml));
    }

    [Fact]
    public void Declare_WithoutNameWorkflowAndBudget_IsEnough()
    {
        var problem = Declared(Space);

        problem.Workflow.ShouldBeEmpty();
        problem.InitialTrials.ShouldBe(8);
        problem.Space.Keys.ShouldBe(["t", "n", "s"]);
        problem.Objectives[1].Target.ShouldBe(7);
    }

    [Fact]
    public void Declare_OfACampaignFile_ReadsIt_AndTakesAnotherSeed()
    {
        Declared("""{"declare": {"campaign": "demo.yaml"}}""").Name.ShouldBe("demo");
        Declared("""{"declare": {"campaign": "demo.yaml", "seed": 123}}""").Seed.ShouldBe(123UL);
        Mistakes("""{"declare": {"campaign": "nowhere.yaml"}}""")
            .ShouldBe(["campaign: 'nowhere.yaml' was not found; the path is relative to the folder of this file"]);
    }

    [Fact]
    public void Declare_WithRows_IsATable()
    {
        var problem = Declared("""
            {"declare": {"parameters": {"x": {"type": "integer", "lower": 0, "upper": 9}, "s": {"type": "categorical", "levels": ["a", "b"]}},
             "table": {"rows": [{"x": 1, "s": "a"}, {"s": "b", "x": 2}, {"x": 1, "s": "a"}]}, "objectives": {"y": {"goal": "minimize"}}}}
            """);

        problem.Space.Table!.Select(row => row.ToString()).ShouldBe(["x=1, s=a", "x=2, s=b"]);
        problem.InitialTrials.ShouldBe(2);
    }

    [Theory]
    [InlineData("""{"x": {"type": "continuous", "lower": 2, "upper": 1}}""", "parameters.x.upper: the upper bound 1 is not above the lower bound 2")]
    [InlineData("""{"x": {"type": "continuous", "lower": "0", "upper": 1}}""", "parameters.x.lower: \"0\" is text; write the number without quotes")]
    [InlineData("""{"x": {"type": "continuous", "lower": 0, "upper": Infinity}}""", "parameters.x.upper: 'Infinity' is not a number; write it like 12, 0.5 or 1e-3")]
    [InlineData("""{"x": {"type": "continuous", "lowr": 0, "upper": 1}}""", "parameters.x.lowr: unknown key; did you mean 'lower'?")]
    [InlineData("""{"x": {"type": "categorical", "levels": [1, "b"]}}""", "parameters.x.levels[0]: 1 is a number; use type: discrete for numbers, or write \"1\" to make it a name")]
    [InlineData("""{"x": {"type": "continuous", "lower": 0, "lower": 0.5, "upper": 1}}""", "parameters.x.lower: the key appears twice; keep one of them")]
    [InlineData("""{"y": {"type": "continuous", "lower": 0, "upper": 1}}""", "objectives.y: 'y' is already a parameter; give the output a name of its own")]
    [InlineData("""{}""", "parameters: expected a map of parameters such as {temperature: {type: continuous, lower: 20, upper: 90}}, found an empty map")]
    public void Declare_WithAMistake_NamesItsPlace(string parameters, string mistake) =>
        Mistakes("""{"declare": {"parameters": """ + parameters + """, "objectives": {"y": {"goal": "minimize"}}}}""").ShouldBe([mistake]);

    [Fact]
    public void Declare_WithSeveralMistakes_TellsAllAtOnce() =>
        Mistakes("""{"declare": {"parameters": {"x": {"type": "continuous", "lower": 2}}, "objectives": {"y": {"goal": "best"}}, "constrains": []}}""").Count.ShouldBe(3);

    [Theory]
    [InlineData("""{"t": 1, "n": 2, "s": "water"}""", """{"yield": 3, "ph": NaN}""", "tell[0].values.ph: 'NaN' is not a number; write it like 12, 0.5 or 1e-3")]
    [InlineData("""{"t": 1, "n": 2, "s": "water"}""", """{"yield": "3", "ph": 1}""", "tell[0].values.yield: \"3\" is text; write the number without quotes")]
    [InlineData("""{"t": 1, "n": 2, "s": "water"}""", """{"yield": true, "ph": 1}""", "tell[0].values.yield: 'true' is not a number; write it like 12, 0.5 or 1e-3")]
    [InlineData("""{"t": 1, "n": 2, "s": "water"}""", """{"yield": 1e999, "ph": 1}""", "tell[0].values.yield: '1e999' is not a number; write it like 12, 0.5 or 1e-3")]
    [InlineData("""{"t": 1, "n": 2, "s": "water"}""", """{"yield": 300, "ph": 1}""", "tell[0].values.yield: yield = 300 is above its plausible range (to 100)")]
    [InlineData("""{"t": 1, "n": 2, "s": "water"}""", """{"yield": 3}""", "tell[0].values: the value of 'ph' is missing; a trial that measured nothing has failed: true")]
    [InlineData("""{"t": 1, "n": 2, "s": "water"}""", """{"yield": 3, "ph": null}""", "tell[0].values: the value of 'ph' is missing; a trial that measured nothing has failed: true")]
    [InlineData("""{"t": 1, "n": 2, "s": "water"}""", """{"yield": 3, "ph": 7, "yeld": 3}""", "tell[0].values.yeld: is measured for nothing; did you mean 'yield'?")]
    [InlineData("""{"t": 1, "s": "water"}""", """{"yield": 3, "ph": 1}""", "tell[0].candidate: the value of 'n' is missing")]
    [InlineData("""{"t": 1, "n": 2, "s": "water", "m": 2}""", """{"yield": 3, "ph": 1}""", "tell[0].candidate.m: is no parameter; the parameters are t, n, s")]
    [InlineData("""{"t": 1, "n": "two", "s": "water"}""", """{"yield": 3, "ph": 1}""", "tell[0].candidate.n: the text \"two\" is not a number; write it like 12, 0.5 or 1e-3")]
    [InlineData("""{"t": 1, "n": 2, "s": "milk"}""", """{"yield": 3, "ph": 1}""", "tell[0].candidate.s: 'milk' is not one of its levels; they are water, ethanol")]
    [InlineData("""{"t": 0, "n": 2, "s": "water"}""", """{"yield": 3, "ph": 1}""", "tell[0].candidate: t: 0 is not above zero, so it has no place on a logarithmic scale")]
    [InlineData("""[1, 2]""", """{"yield": 3, "ph": 1}""", "tell[0].candidate: expected a map such as {t: …, n: …, s: …}, found a list")]
    public void Tell_WithAMistake_NamesTheCulprit(string candidate, string values, string mistake) =>
        Mistakes($$"""{"tell": [{"candidate": {{candidate}}, "values": {{values}}}]}""", Declared(Space)).ShouldBe([mistake]);

    [Theory]
    [InlineData("""{"t": 100, "n": 2, "s": "water"}""", "t: 100 is outside [0.001, 10]")]
    [InlineData("""{"t": 1, "n": 2.5, "s": "water"}""", "n: 2.5 is not a whole number")]
    public void Tell_OfHistoryOutsideTheSpace_IsTakenWithAWarning(string candidate, string warning)
    {
        var result = Read($$$$"""{"tell": {"candidate": {{{{candidate}}}}, "values": {"yield": 1, "ph": 2}}}""", Declared(Space));

        result.Request.ShouldBeOfType<OptimizerRequest.Tell>().Trials.ShouldHaveSingleItem().Trial.Values.ShouldBe([1, 2]);
        result.Warnings.ShouldHaveSingleItem().Message.ShouldBe($"{warning}; it is learnt from, but lies outside what may be proposed");
    }

    [Fact]
    public void Tell_OfAFailedTrial_HasNoValues()
    {
        var problem = Declared(Space);

        Read("""{"tell": [{"candidate": {"t": 1, "n": 2, "s": "water"}, "failed": true}]}""", problem)
            .Request.ShouldBeOfType<OptimizerRequest.Tell>().Trials[0].Trial.Values.ShouldBeNull();
        Mistakes("""{"tell": [{"candidate": {"t": 1, "n": 2, "s": "water"}, "failed": true, "values": {"yield": 1}}]}""", problem)
            .ShouldBe(["tell[0].values: a failed trial has no values; remove them, or failed"]);
        Read("""{"tell": [{"candidate": {"t": 1, "n": 2, "s": "water"}, "failed": true, "teaches": "skip"}]}""", problem)
            .Request.ShouldBeOfType<OptimizerRequest.Tell>().Trials[0].Trial.Teaches.ShouldBe(FailurePolicy.Skip);
        Mistakes("""{"tell": [{"candidate": {"t": 1, "n": 2, "s": "water"}, "values": {"yield": 1, "ph": 7}, "teaches": "forget"}]}""", problem).ShouldBe(
        [
            "tell[0].teaches: is for failed trials; add \"failed\": true, or leave it out",
            "tell[0].teaches: 'forget' is not a failure policy; use skip, penalty or learn",
        ]);
    }

    [Theory]
    [InlineData("[1]", "a request is an object such as {\"ask\": {\"n\": 1}}, found array")]
    [InlineData("{}", "nothing is asked; use one of declare, tell, ask, predict, explain, model, best, front, importances, reset, quit")]
    [InlineData("""{"ask": 1, "tell": []}""", "one request in a line; this one has ask and tell")]
    [InlineData("""{"ask": {"n": 0}}""", "ask.n: 0 is not possible here; use a whole number from 1 to 1000")]
    [InlineData("""{"ask": {"n": 2.5}}""", "ask.n: 2.5 is not possible here; use a whole number from 1 to 1000")]
    [InlineData("""{"ask": {"number": 1}}""", "ask.number: unknown key; the keys here are n, pending, context, remaining")]
    [InlineData("""{"ask": {"pending": {"t": 1}}}""", "ask.pending: expected a list such as [{…}], found a map")]
    [InlineData("""{"predict": {"candidates": []}}""", "predict.candidates: expected a list such as [{…}], found an empty list")]
    [InlineData("""{"id": [1], "model": {}}""", "id: expected text or a number, found a list")]
    [InlineData("""{"model": {"full": true}}""", "model.full: unknown key; the keys here are ")]
    [InlineData("""{"best": "\ud800"}""", "not valid JSON: a text holds one half of a surrogate pair")]
    public void Request_ThatIsNone_SaysWhatWouldBeRight(string line, string mistake) => Mistakes(line, Declared(Space)).ShouldBe([mistake]);

    [Theory]
    [InlineData("""{"ask": {"n": 1}""")]
    [InlineData("""{"ask": {"n": NaN1}}""")]
    [InlineData("ask")]
    [InlineData("""{"ask": {"n": 1,}}""")]
    public void Request_ThatIsNoJson_SaysSo(string line) => Mistakes(line).ShouldHaveSingleItem().ShouldStartWith("not valid JSON: ");

    [Fact]
    public void Request_NestedWithoutEnd_IsRefused() => Mistakes(new string('[', 100_000)).ShouldHaveSingleItem().ShouldStartWith("not valid JSON: ");

    [Fact]
    public void Request_ThatIsNotUtf8_SaysSo() =>
        _reader.Read(new byte[] { 0x7B, 0x22, 0xFF, 0x22, 0x7D }, 3, null).Errors.ShouldHaveSingleItem().ToString().ShouldBe("request(3): the line is not UTF-8");

    [Fact]
    public void Request_BeforeADeclaration_AsksForOne() =>
        Mistakes("""{"ask": {}}""").ShouldHaveSingleItem().ShouldStartWith("ask: nothing is declared yet; ");

    [Theory]
    [InlineData("7", "7")]
    [InlineData("\"a \\\"b\\\"\"", "\"a \\u0022b\\u0022\"")]
    [InlineData("null", "null")]
    public void Id_IsGivenBack(string id, string echo) => Read($$$"""{"id": {{{id}}}, "quit": {}}""").Id.ShouldBe(echo);

    private static string Text(CampaignSpec spec) => System.Text.Json.JsonSerializer.Serialize(spec);

    private OptimizerRequestResult Read(string line, CampaignSpec? declared = null) =>
        _reader.Read(Encoding.UTF8.GetBytes(line.ReplaceLineEndings(" ")), 1, declared);

    private CampaignSpec Declared(string line)
    {
        var result = Read(line);
        result.Errors.Select(error => error.ToString()).ShouldBeEmpty();
        return result.Request.ShouldBeOfType<OptimizerRequest.Declare>().Problem;
    }

    private List<string> Mistakes(string line, CampaignSpec? declared = null)
    {
        var result = Read(line, declared);
        result.Request.ShouldBeNull();
        return [.. result.Errors.Select(error => error.Path.Length == 0 ? error.Message : $"{error.Path}: {error.Message}")];
    }
}
