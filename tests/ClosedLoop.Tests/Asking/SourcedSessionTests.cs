using System.Globalization;

namespace ClosedLoop.Tests;

public sealed class SourcedSessionTests
{
    private const string Sourced = """
        {"declare": {"parameters": {"x": {"type": "continuous", "lower": 0, "upper": 1}}, "objectives": {"y": {"goal": "maximize"}},
         "sources": {"cheap": {"cost": 1}, "dear": {"cost": 20, "target": true}}, "initial": 2, "seed": 3}}
        """;

    private const string Plain = """
        {"declare": {"parameters": {"x": {"type": "continuous", "lower": 0, "upper": 1}, "idle": {"type": "continuous", "lower": 0, "upper": 1}},
         "objectives": {"y": {"goal": "maximize"}}, "initial": 2}}
        """;

    [Fact]
    public void Ask_WithSources_IsAFunctionOfWhatWasTold()
    {
        const string Question = """{"ask": {"n": 3, "pending": [{"candidate": {"x": 0.35}, "source": "cheap"}, {"x": 0.7}], "remaining": 100}}""";
        var told = Told().ToList();
        var first = new Conversation();
        first.Obey(Sourced);
        foreach (var observation in told)
        {
            first.Obey($$"""{"tell": {{observation}}}""", """{"ask": 1}""");
        }

        var answer = first.Say(Question);

        first.Say(Question).ShouldBe(answer);
        var second = new Conversation();
        second.Obey(Sourced, $$"""{"tell": [{{string.Join(',', told)}}]}""");
        second.Say(Question).ShouldBe(answer);
        first.Obey("""{"reset": {}}""", $$"""{"tell": [{{string.Join(',', told)}}]}""");
        first.Say(Question).ShouldBe(answer);
    }

    [Fact]
    public void Ask_WithSources_NamesThem_AndKeepsWithinWhatRemains()
    {
        var conversation = new Conversation();
        conversation.Obey(Sourced, $$"""{"tell": [{{string.Join(',', Told())}}]}""");

        var answer = conversation.Obey("""{"ask": {"n": 10, "remaining": 23}}""");

        var sources = answer.GetProperty("candidates").EnumerateArray().Select(each => each.GetProperty("source").GetString()).ToList();
        sources.ShouldNotBeEmpty();
        sources.ShouldBeSubsetOf(["cheap", "dear"]);
        sources.Sum(source => source == "cheap" ? 1 : 20).ShouldBeLessThanOrEqualTo(23);
        answer.GetProperty("exhausted").GetBoolean().ShouldBeTrue();
        conversation.Obey("""{"ask": {"n": 1, "remaining": 0.5}}""").GetProperty("candidates").GetArrayLength().ShouldBe(0);
    }

    /// <summary>Also of several sources the one is pending that the entry names: the design counts it there.</summary>
    [Fact]
    public void Ask_ForPendingAtASource_CountsItThere()
    {
        var declaration = Sourced.Replace("\"initial\": 2", "\"initial\": 8", StringComparison.Ordinal);
        string Next(string pending) =>
            new Conversation().Obey(declaration, $$$"""{"ask": {"n": 1, "pending": {{{pending}}}}}""").GetProperty("candidates")[0].GetProperty("source").GetString()!;


        var cheap = string.Join(',', Enumerable.Range(0, 20).Select(i => string.Create(CultureInfo.InvariantCulture, $$$"""{"candidate": {"x": {{{i / 20.0}}}}, "source": "cheap"}""")));

        Next($"[{cheap}]").ShouldBe("dear");
        Next($"[{cheap.Replace("cheap", "dear", StringComparison.Ordinal)}, {{\"x\": 0.99}}]").ShouldBe("cheap");
    }

    [Fact]
    public void Best_WithSources_IsOfTheTarget()
    {
        var conversation = new Conversation();
        conversation.Obey(Sourced, """{"tell": {"candidate": {"x": 0.5}, "values": {"y": 9}, "source": "cheap"}}""");
        conversation.Obey("""{"best": {}}""").GetProperty("best").ValueKind.ShouldBe(System.Text.Json.JsonValueKind.Null);

        conversation.Obey("""{"tell": [{"candidate": {"x": 0.2}, "values": {"y": 1}, "source": "dear"}, {"candidate": {"x": 0.3}, "values": {"y": 2}, "source": "dear"}]}""");

        conversation.Obey("""{"best": {}}""").GetProperty("best").GetProperty("trial").GetInt32().ShouldBe(3);
        conversation.Obey("""{"front": {}}""").GetProperty("front").EnumerateArray().Select(each => each.GetProperty("trial").GetInt32()).ShouldBe([3]);
    }

    [Fact]
    public void Ask_WithTheTargetAsOnlySource_NamesIt()
    {
        var answer = new Conversation().Obey(Sourced.Replace("\"cheap\": {\"cost\": 1}, ", "", StringComparison.Ordinal), """{"ask": 1}""");

        answer.GetProperty("candidates")[0].GetProperty("source").GetString().ShouldBe("dear");
    }

    /// <summary>A value that is told to be all but certain is believed, and the same value told to be noise is not.</summary>
    [Fact]
    public void Tell_WithNoise_IsBelievedAccordingly()
    {
        double At(double noise)
        {
            var rows = Enumerable.Range(0, 12).Select(i => Row(i / 11.0, 0.5, i == 6 ? 1 : 0, i == 6 ? noise : 0.05));
            var conversation = new Conversation();
            conversation.Obey(Plain, $$"""{"tell": [{{string.Join(',', rows)}}]}""");
            var at = string.Create(CultureInfo.InvariantCulture, $$$"""{"predict": {"candidates": [{"x": {{{6 / 11.0:R}}}, "idle": 0.5}]}}""");
            return conversation.Obey(at).GetProperty("predictions")[0].GetProperty("y").GetProperty("mean").GetDouble();
        }

        At(0.05).ShouldBeGreaterThan(At(5) + 0.2);
    }

    [Fact]
    public void Declare_OfAnEmptySpace_IsAnError_AndChangesNothing()
    {
        var conversation = new Conversation();
        conversation.Obey(Plain);

        var answer = conversation.Ask(Plain.Replace("\"initial\"", "\"constraints\": [\"x*idle >= 0.5\", \"x + idle^2 <= 0.7\"], \"initial\"", StringComparison.Ordinal));

        answer.GetProperty("error").GetProperty("path").GetString().ShouldBe("constraints");
        conversation.Obey("""{"ask": 1}""").GetProperty("candidates").GetArrayLength().ShouldBe(1);
    }

    /// <summary>What Shapley values promise: they sum to the difference, and what does nothing gets nothing.</summary>
    [Fact]
    public void Explain_SumsToTheDifference_AndSaysWhatDoesNothing()
    {
        var conversation = new Conversation();
        conversation.Obey(Plain);
        conversation.Ask("""{"explain": {"candidates": [{"x": 0.9, "idle": 0.1}]}}""").GetProperty("error").GetProperty("message").GetString()!.ShouldContain("nothing was measured yet");
        conversation.Obey($$"""{"tell": [{{string.Join(',', Enumerable.Range(0, 16).Select(i => Row(i / 15.0, i * 7 % 16 / 15.0, 3 * i / 15.0, 0.01)))}}]}""");

        var answer = conversation.Obey("""{"explain": {"candidates": [{"x": 0.9, "idle": 0.1}, {"x": 0.1, "idle": 0.9}]}}""").GetProperty("explanations");

        // A surrogate that is remembered from another request explains the same.
        conversation.Obey("""{"ask": 1}""", """{"explain": {"candidates": [{"x": 0.9, "idle": 0.1}]}}""").GetProperty("explanations")[0].ToString().ShouldBe(answer[0].ToString());
        answer.GetArrayLength().ShouldBe(2);
        foreach (var (each, sign) in answer.EnumerateArray().Zip([1, -1]))
        {
            var y = each.GetProperty("y");
            var (x, idle) = (y.GetProperty("contributions").GetProperty("x").GetDouble(), y.GetProperty("contributions").GetProperty("idle").GetDouble());
            (x + idle).ShouldBe(y.GetProperty("predicted").GetDouble() - y.GetProperty("average").GetDouble(), 1e-3);
            (sign * x).ShouldBe(1.2, 0.15);
            Math.Abs(idle).ShouldBeLessThan(0.1);
        }
    }

    [Fact]
    public void Explain_WithSources_IsOfTheTarget()
    {
        var conversation = new Conversation();
        conversation.Obey(Sourced, $$"""{"tell": [{{string.Join(',', Told())}}]}""");

        var why = conversation.Obey("""{"explain": {"candidates": [{"x": 0.9}]}}""").GetProperty("explanations")[0].GetProperty("y");

        why.GetProperty("predicted").GetDouble().ShouldBe(Math.Sin(4.5), 0.25);
        why.GetProperty("contributions").GetProperty("x").GetDouble().ShouldBe(why.GetProperty("predicted").GetDouble() - why.GetProperty("average").GetDouble(), 1e-6);
    }

    private static IEnumerable<string> Told() => Enumerable.Range(0, 12).Select(i =>
    {
        var x = i < 8 ? i / 7.0 : (i - 7.5) / 4;
        var y = Math.Sin(5 * x) + (i < 8 ? 0.2 * x : 0);
        return string.Create(CultureInfo.InvariantCulture, $$$"""{"candidate": {"x": {{{x:R}}}}, "values": {"y": {{{y:R}}}}, "source": "{{{(i < 8 ? "cheap" : "dear")}}}"}""");
    });

    private static string Row(double x, double idle, double y, double noise) => string.Create(
        CultureInfo.InvariantCulture,
        $$$"""{"candidate": {"x": {{{x:R}}}, "idle": {{{idle:R}}}}, "values": {"y": {{{y:R}}}}, "noise": {"y": {{{noise:R}}}}}""");
}
