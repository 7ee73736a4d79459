using System.Text;
using ClosedLoop.Domain;

namespace ClosedLoop.CampaignFiles.Tests;

public sealed class SourceRequestTests
{
    private const string Plain = """
        {"declare": {"parameters": {"x": {"type": "continuous", "lower": 0, "upper": 1}}, "objectives": {"y": {"goal": "maximize"}, "z": {"goal": "minimize"}}}}
        """;

    private const string Sourced = """
        {"declare": {"parameters": {"x": {"type": "continuous", "lower": 0, "upper": 1}}, "objectives": {"y": {"goal": "maximize"}, "z": {"goal": "minimize"}},
         "sources": {"cheap": {"cost": 1}, "dear": {"cost": 20, "target": true}}}}
        """;

    private readonly OptimizerRequestReader _reader = new(new DataFolder(Checkout.PathOf("campaigns"), _ => null), _ => "nothing is left");

    [Fact]
    public void Declare_WithSources_TakesTheirCosts() =>
        Declared(Sourced).Sources.ShouldNotBeNull().Select(source => (source.Name, source.Cost, source.IsTarget)).ShouldBe([("cheap", 1, false), ("dear", 20, true)]);

    [Theory]
    [InlineData("""{"cheap": {}, "dear": {"cost": 20, "target": true}}""", "sources: source 'cheap' has no cost")]
    [InlineData("""{"cheap": {"cost": 1}, "dear": {"cost": 20}}""", "sources: exactly one source must be the target, not 0")]
    [InlineData("""{"cheap": {"cost": -1}, "dear": {"cost": 20, "target": true}}""", "sources: source 'cheap': cost must be above 0, not -1")]
    [InlineData("""{"cheap": {"price": 1}, "dear": {"cost": 20, "target": true}}""", "sources.cheap.price: unknown key; the keys here are cost, target, approximates")]
    [InlineData(
        """{"cheap": {"cost": 1}, "dear": {"cost": 20, "target": true}}, "optimizer": {"acquisition": "thompson"}""",
        "optimizer: several sources are compared by expected improvement for cost; leave acquisition: out")]
    public void Declare_WithAMistakeInSources_NamesIt(string sources, string mistake) =>
        Mistakes("""{"declare": {"parameters": {"x": {"type": "continuous", "lower": 0, "upper": 1}}, "objectives": {"y": {"goal": "maximize"}}, "sources": """ + sources + "}}")
            .ShouldContain(mistake);

    [Fact]
    public void Declare_OfASpaceThatIsEmpty_SaysWhy() =>
        Mistakes(Plain.Replace("}}}}", "}}, \"constraints\": [\"x >= 0.5\"]}}", StringComparison.Ordinal)).ShouldBe(["constraints: nothing is left"]);

    [Fact]
    public void Tell_WithNoise_GivesVariances_AndLearnsTheOthers()
    {
        var told = Told("""{"tell": [{"candidate": {"x": 0.5}, "values": {"y": 1, "z": 2}, "noise": {"z": 0.5}}, {"candidate": {"x": 0.5}, "values": {"y": 1, "z": 2}, "noise": {}}]}""", Plain);

        told[0].Variances.ShouldBe([null, 0.25]);
        told[1].Variances.ShouldBeNull();
    }

    [Theory]
    [InlineData("""{"w": 0.1}""", "tell.noise.w: is no objective; the objectives are y, z")]
    [InlineData("""{"y": 0}""", "tell.noise.y: 0 is no standard deviation; use a number above 0 whose square is finite, or leave it out to have it learnt")]
    [InlineData("""{"y": -0.1}""", "tell.noise.y: -0.1 is no standard deviation; use a number above 0 whose square is finite, or leave it out to have it learnt")]
    [InlineData("""{"y": 1e200}""", "tell.noise.y: 1e200 is no standard deviation; use a number above 0 whose square is finite, or leave it out to have it learnt")]
    [InlineData("""{"y": Infinity}""", "tell.noise.y: 'Infinity' is not a number; write it like 12, 0.5 or 1e-3")]
    [InlineData("""{"y": "0.1"}""", "tell.noise.y: \"0.1\" is text; write the number without quotes")]
    [InlineData("0.1", "tell.noise: expected a map such as {\"y\": 0.1}, found '0.1'")]
    public void Tell_WithNoiseThatIsNone_NamesTheCulprit(string noise, string mistake) =>
        Mistakes("""{"tell": {"candidate": {"x": 0.5}, "values": {"y": 1, "z": 2}, "noise": """ + noise + "}}", Declared(Plain)).ShouldBe([mistake]);

    [Fact]
    public void Tell_OfAFailedTrialWithNoise_IsAnError() =>
        Mistakes("""{"tell": {"candidate": {"x": 0.5}, "failed": true, "noise": {"y": 0.1}}}""", Declared(Plain)).ShouldBe(["tell.noise: a failed trial has no noise; remove it, or failed"]);

    [Fact]
    public void Tell_WithASource_KeepsIt()
    {
        var told = Told("""{"tell": [{"candidate": {"x": 0.5}, "values": {"y": 1, "z": 2}, "source": "cheap"}, {"candidate": {"x": 0.5}, "failed": true, "source": "dear"}]}""", Sourced);

        told.Select(trial => trial.Source).ShouldBe(["cheap", "dear"]);
    }

    [Theory]
    [InlineData(Sourced, "", "tell: the key 'source' is missing; add \"source\": and one of cheap, dear")]
    [InlineData(Sourced, ", \"source\": \"chaep\"", "tell.source: 'chaep' is no source; the sources are cheap, dear")]
    [InlineData(Sourced, ", \"source\": [1]", "tell.source: expected text such as \"cheap\", found a list")]
    [InlineData(
        Plain,
        ", \"source\": \"cheap\"",
        "tell.source: no sources are declared; add \"sources\": {\"cheap\": {\"cost\": 1}, \"dear\": {\"cost\": 20, \"target\": true}} to the declaration, or leave it out")]
    public void Tell_WithASourceThatIsNone_SaysWhichThereAre(string declaration, string source, string mistake) =>
        Mistakes("""{"tell": {"candidate": {"x": 0.5}, "values": {"y": 1, "z": 2}""" + source + "}}", Declared(declaration)).ShouldBe([mistake]);

    [Fact]
    public void Ask_WithPendingSourcesAndRemaining_TakesThem()
    {
        var ask = Read("""{"ask": {"n": 2, "pending": [{"x": 0.1}, {"candidate": {"x": 0.2}, "source": "cheap"}, {"candidate": {"x": 0.3}}], "remaining": 42.5}}""", Declared(Sourced))
            .Request.ShouldBeOfType<OptimizerRequest.Ask>();

        ask.Pending.Select(candidate => candidate["x"].Number).ShouldBe([0.1, 0.2, 0.3]);
        ask.PendingSources.ShouldBe([null, "cheap", null]);
        ask.Remaining.ShouldBe(42.5);
    }

    [Theory]
    [InlineData(Sourced, """{"pending": [{"candidate": {"x": 0.2}, "source": "near"}]}""", "ask.pending[0].source: 'near' is no source; the sources are cheap, dear")]
    [InlineData(Sourced, """{"pending": [{"candidate": {"x": 0.2}, "sorce": "dear"}]}""", "ask.pending[0].sorce: unknown key; did you mean 'source'?")]
    [InlineData(Sourced, """{"remaining": -1}""", "ask.remaining: -1 is not possible here; use a number of at least 0")]
    [InlineData(Plain, """{"remaining": 5}""", "ask.remaining: is shared among sources, and there are not several; add \"sources\" to the declaration, or leave it out")]
    public void Ask_WithAMistakeAboutSources_NamesIt(string declaration, string ask, string mistake) => Mistakes($$"""{"ask": {{ask}}}""", Declared(declaration)).ShouldBe([mistake]);

    [Fact]
    public void Explain_WithoutCandidates_AsksForThem() =>
        Mistakes("""{"explain": {}}""", Declared(Plain)).ShouldBe(["explain: the key 'candidates' is missing; add \"candidates\": [{…}]"]);

    private List<ObservedTrial> Told(string line, string declaration) =>
        [.. Read(line, Declared(declaration)).Request.ShouldBeOfType<OptimizerRequest.Tell>().Trials.Select(told => told.Trial)];

    private OptimizerRequestResult Read(string line, CampaignSpec? declared) => _reader.Read(Encoding.UTF8.GetBytes(line.ReplaceLineEndings(" ")), 1, declared);

    // The space is asked about only where a test is about that.
    private static CampaignSpec Declared(string line) =>
        new OptimizerRequestReader(new DataFolder(".", _ => null)).Read(Encoding.UTF8.GetBytes(line.ReplaceLineEndings(" ")), 1, null)
            .Request.ShouldBeOfType<OptimizerRequest.Declare>().Problem;

    private List<string> Mistakes(string line, CampaignSpec? declared = null)
    {
        var result = Read(line, declared);
        result.Request.ShouldBeNull();
        return [.. result.Errors.Select(error => error.Path.Length == 0 ? error.Message : $"{error.Path}: {error.Message}")];
    }
}
