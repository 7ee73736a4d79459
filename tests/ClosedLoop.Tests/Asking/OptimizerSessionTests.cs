using System.Globalization;
using System.Text.Json;

namespace ClosedLoop.Tests;

public sealed class OptimizerSessionTests
{
    private const string Plane = """
        {"declare": {"parameters": {"a": {"type": "continuous", "lower": -1, "upper": 1}, "b": {"type": "continuous", "lower": -1, "upper": 1}},
         "objectives": {"y": {"goal": "minimize"}}, "initial": 4, "seed": 5}}
        """;

    private const string Two = """
        {"declare": {"parameters": {"a": {"type": "continuous", "lower": -1, "upper": 1}, "s": {"type": "categorical", "levels": ["u", "v"]}},
         "objectives": {"y": {"goal": "minimize"}, "z": {"goal": "maximize"}}, "initial": 3}}
        """;

    [Fact]
    public void Ask_BeforeAnythingIsTold_GivesTheInitialDesign()
    {
        var answer = new Conversation().Obey(Plane, """{"ask": {"n": 4}}""");

        var candidates = answer.GetProperty("candidates").EnumerateArray().ToList();
        candidates.Count.ShouldBe(4);
        candidates.ShouldAllBe(each => each.GetProperty("origin").GetString() == "sobol" && each.GetProperty("predictions").EnumerateObject().Any() == false);
        candidates[2].GetProperty("reason").GetString().ShouldBe("initial design: point 3 of 4, spread evenly over the space");
    }

    /// <summary>What is asked and what went wrong in between leaves no trace, nor does the way in which the same trials were told.</summary>
    [Fact]
    public void Ask_IsAFunctionOfWhatWasToldAndAsked()
    {
        var told = Enumerable.Range(0, 9).Select(Observation).ToList();
        const string Question = """{"ask": {"n": 3, "pending": [{"a": 0.5, "b": 0.25}]}}""";
        var first = new Conversation();
        first.Obey(Plane);
        var answers = new List<string>();
        foreach (var observation in told)
        {
            first.Say($$"""{"tell": {{observation}}}""");
            answers.Add(first.Say(Question));
            first.Say(Question).ShouldBe(answers[^1]);
            first.Say("""{"ask": 2}""");
            first.Say("""{"model": {}}""");
            first.Ask("""{"tell": {"candidate": {"a": 1}, "values": {"y": 1}}}""").TryGetProperty("error", out _).ShouldBeTrue();
            first.Ask("""{"declare": {"parameters": {}}}""").TryGetProperty("error", out _).ShouldBeTrue();
        }

        for (var n = told.Count; n > 0; n -= 2)
        {
            var second = new Conversation();
            second.Obey(Plane, $$"""{"tell": [{{string.Join(',', told.Take(n))}}]}""");
            second.Say(Question).ShouldBe(answers[n - 1]);
        }

        first.Obey("""{"reset": {}}""", $$"""{"tell": [{{string.Join(',', told.Take(5))}}]}""");
        first.Say(Question).ShouldBe(answers[4]);
        answers.Distinct().Count().ShouldBe(answers.Count);
    }

    [Fact]
    public void Ask_WithAnotherSeed_GivesAnotherDesign()
    {
        var one = Conversation.Candidates(new Conversation().Obey(Plane, """{"ask": 4}"""));
        var other = Conversation.Candidates(new Conversation().Obey(Plane.Replace("\"seed\": 5", "\"seed\": 6", StringComparison.Ordinal), """{"ask": 4}"""));

        one.Intersect(other).ShouldBeEmpty();
    }

    [Fact]
    public void Ask_AfterTold_CountsThemToTheDesign_AndGoesOnWithIt()
    {
        var whole = Conversation.Candidates(new Conversation().Obey(Plane, """{"ask": 4}"""));
        var conversation = new Conversation();
        conversation.Obey(Plane, $$"""{"tell": [{{Observation(0)}}, {{Observation(1)}}]}""");

        var rest = conversation.Obey("""{"ask": 3}""").GetProperty("candidates").EnumerateArray().ToList();

        rest[0].GetProperty("candidate").ToString().ShouldBe(whole[2]);
        rest[1].GetProperty("candidate").ToString().ShouldBe(whole[3]);
        rest[2].GetProperty("origin").GetString().ShouldNotBe("sobol");
        rest[2].GetProperty("predictions").GetProperty("y").GetProperty("sd").GetDouble().ShouldBeGreaterThan(0);
    }

    [Fact]
    public void Ask_ForPendingCandidates_ProposesOthers()
    {
        var conversation = new Conversation();
        conversation.Obey(Plane, $$"""{"tell": [{{string.Join(',', Enumerable.Range(0, 8).Select(Observation))}}]}""");
        var alone = Conversation.Candidates(conversation.Obey("""{"ask": 1}"""));

        var beside = Conversation.Candidates(conversation.Obey($$$"""{"ask": {"n": 4, "pending": [{{{alone[0]}}}]}}"""));

        beside.Append(alone[0]).ShouldBeUnique();
    }

    [Fact]
    public void Ask_OfATableThatIsUsedUp_SaysSo()
    {
        var conversation = new Conversation();
        conversation.Obey(
            """{"declare": {"parameters": {"x": {"type": "integer", "lower": 0, "upper": 9}}, "table": {"rows": [{"x": 1}, {"x": 4}, {"x": 7}]}, "objectives": {"y": {"goal": "maximize"}}}}""",
            """{"tell": [{"candidate": {"x": 4}, "values": {"y": 2}}]}""");

        var answer = conversation.Obey("""{"ask": 5}""");

        Conversation.Candidates(answer).Order(StringComparer.Ordinal).ShouldBe(["""{"x":1}""", """{"x":7}"""]);
        answer.GetProperty("exhausted").GetBoolean().ShouldBeTrue();
    }

    [Fact]
    public void Ask_AfterHistoryFarOutsideTheSpace_StaysInside()
    {
        var conversation = new Conversation();
        var told = conversation.Obey(Plane, """
            {"tell": [{"candidate": {"a": 40, "b": -3}, "values": {"y": -50}}, {"candidate": {"a": 0.1, "b": 0.2}, "values": {"y": 1}},
             {"candidate": {"a": -2, "b": 0.5}, "values": {"y": 3}}, {"candidate": {"a": 0.4, "b": 0.9}, "values": {"y": 2}}]}
            """);
        told.GetProperty("warnings").GetArrayLength().ShouldBe(2);

        foreach (var candidate in conversation.Obey("""{"ask": 6}""").GetProperty("candidates").EnumerateArray())
        {
            candidate.GetProperty("candidate").EnumerateObject().ShouldAllBe(value => Math.Abs(value.Value.GetDouble()) <= 1);
        }
    }

    [Fact]
    public void Tell_WithOneBadTrial_TakesNone()
    {
        var conversation = new Conversation();
        conversation.Obey(Plane);

        var answer = conversation.Ask($$$"""{"tell": [{{{Observation(0)}}}, {"candidate": {"a": 0, "b": 0}, "values": {}}, {{{Observation(1)}}}]}""");

        answer.GetProperty("error").GetProperty("path").GetString().ShouldBe("tell[1].values");
        answer.GetProperty("error").GetProperty("request").GetInt32().ShouldBe(2);
        conversation.Obey($$"""{"tell": {{Observation(2)}}}""").GetProperty("told").GetProperty("trials").GetInt32().ShouldBe(1);
    }

    [Fact]
    public void Tell_OfAnIdThatIsKnown_IsRefused()
    {
        var conversation = new Conversation();
        conversation.Obey(Plane, """{"tell": {"id": "r1", "candidate": {"a": 0, "b": 0}, "values": {"y": 1}}}""");

        conversation.Ask("""{"tell": {"id": "r1", "candidate": {"a": 0.5, "b": 0}, "values": {"y": 1}}}""").GetProperty("error").GetProperty("message").GetString()
            .ShouldBe("the trial 'r1' was told before; leave it out, or reset and tell everything anew");
        conversation.Ask($$"""{"tell": [{"id": 2, "candidate": {"a": 0, "b": 0}, "failed": true}, {"id": 2, "candidate": {"a": 0, "b": 0}, "failed": true}]}""")
            .TryGetProperty("error", out _).ShouldBeTrue();
        conversation.Obey("""{"reset": {}}""").GetProperty("told").GetProperty("trials").GetInt32().ShouldBe(0);
        conversation.Obey("""{"tell": {"id": "r1", "candidate": {"a": 0.5, "b": 0}, "values": {"y": 1}}}""");
    }

    [Fact]
    public void Declare_ThatIsRefused_LeavesTheOneBefore()
    {
        var conversation = new Conversation();
        conversation.Obey(Plane, $$"""{"tell": {{Observation(0)}}}""");

        conversation.Ask("""{"declare": {"parameters": {"a": {"type": "continuous", "lower": 1, "upper": 0}}, "objectives": {"y": {"goal": "minimize"}}}}""")
            .TryGetProperty("error", out _).ShouldBeTrue();

        conversation.Obey($$"""{"tell": {{Observation(1)}}}""").GetProperty("told").GetProperty("trials").GetInt32().ShouldBe(2);
    }

    [Fact]
    public void Predict_AtWhatWasMeasured_ComesCloseToIt()
    {
        var conversation = new Conversation();
        conversation.Obey(Plane, $$"""{"tell": [{{string.Join(',', Enumerable.Range(0, 12).Select(Observation))}}]}""");
        using var measured = JsonDocument.Parse(Observation(3));

        var answer = conversation.Obey($$$"""{"predict": {"candidates": [{{{measured.RootElement.GetProperty("candidate")}}}, {"b": 0, "a": 0}]}}""");

        var predictions = answer.GetProperty("predictions").EnumerateArray().Select(each => each.GetProperty("y")).ToList();
        predictions.Count.ShouldBe(2);
        predictions[0].GetProperty("mean").GetDouble().ShouldBe(measured.RootElement.GetProperty("values").GetProperty("y").GetDouble(), 0.1);
        predictions[0].GetProperty("sd").GetDouble().ShouldBeInRange(0, 0.1);
    }

    [Theory]
    [InlineData("""{"predict": {"candidates": [{"a": 0, "b": 0}]}}""", "nothing was measured yet, so nothing can be predicted; tell at least one trial with values")]
    public void Question_BeforeAnythingIsTold_SaysWhy(string question, string why)
    {
        var conversation = new Conversation();
        conversation.Obey(Plane);

        conversation.Ask(question).GetProperty("error").GetProperty("message").GetString().ShouldBe(why);
        conversation.Obey("""{"model": {}}""").GetProperty("model").ValueKind.ShouldBe(JsonValueKind.Null);
        conversation.Obey("""{"best": {}}""").GetProperty("best").ValueKind.ShouldBe(JsonValueKind.Null);
        conversation.Obey("""{"importances": {}}""").GetProperty("importances").GetProperty("y").EnumerateObject().ShouldBeEmpty();
    }

    [Fact]
    public void Best_WithLimits_MeetsThem()
    {
        var conversation = new Conversation();
        conversation.Obey(
            """{"declare": {"parameters": {"a": {"type": "continuous", "lower": 0, "upper": 1}}, "objectives": {"y": {"goal": "maximize"}}, "limits": {"heat": {"atMost": 5}}}}""",
            """{"tell": [{"candidate": {"a": 0.1}, "values": {"y": 9, "heat": 7}}, {"candidate": {"a": 0.2}, "values": {"heat": 4, "y": 3}, "cost": 2}]}""");

        conversation.Obey("""{"best": {}}""").GetProperty("best").GetProperty("trial").GetInt32().ShouldBe(2);
        conversation.Ask("""{"tell": {"candidate": {"a": 0.3}, "values": {"y": 1}}}""").GetProperty("error").GetProperty("message").GetString()
            .ShouldBe("tell.values: the value of 'heat' is missing; a trial that measured nothing has failed: true");
    }

    [Fact]
    public void Front_OfTwoObjectives_HoldsWhatNothingSurpasses()
    {
        var conversation = new Conversation();
        conversation.Obey(Two, """
            {"tell": [{"id": "bad", "candidate": {"a": 0, "s": "u"}, "values": {"y": 3, "z": 1}}, {"candidate": {"a": 0.1, "s": "u"}, "values": {"y": 1, "z": 1}},
             {"candidate": {"a": 0.2, "s": "v"}, "values": {"y": 2, "z": 5}}, {"candidate": {"a": 0.3, "s": "v"}, "failed": true}]}
            """);

        conversation.Obey("""{"front": {}}""").GetProperty("front").EnumerateArray().Select(each => each.GetProperty("trial").GetInt32()).ShouldBe([2, 3]);
        conversation.Ask("""{"best": {}}""").GetProperty("error").GetProperty("message").GetString()!.ShouldContain("ask for the front");
        Conversation.Candidates(conversation.Obey("""{"ask": 3}""")).Count.ShouldBe(3);
    }

    [Fact]
    public void Importances_OfAParameterThatDoesNothing_AreSmall()
    {
        var conversation = new Conversation();
        var rows = Enumerable.Range(0, 24).Select(i => (A: Math.Sin(i * 1.7), B: Math.Cos(i * 2.3)))
            .Select(p => Row(p.A, p.B, Math.Sin(3 * p.A)));
        conversation.Obey(Plane, $$"""{"tell": [{{string.Join(',', rows)}}]}""");

        var shares = conversation.Obey("""{"importances": {}}""").GetProperty("importances").GetProperty("y");

        shares.GetProperty("a").GetProperty("total").GetDouble().ShouldBeGreaterThan(0.9);
        shares.GetProperty("b").GetProperty("total").GetDouble().ShouldBeLessThan(0.1);
    }

    [Fact]
    public void Answer_WithAnId_EchoesIt_AlsoInAnError()
    {
        var conversation = new Conversation();

        conversation.Ask("""{"id": "k", "ask": 1}""").GetProperty("id").GetString().ShouldBe("k");
        conversation.Ask("""{"id": 12, "quit": {}}""").GetProperty("id").GetInt32().ShouldBe(12);
    }

    [Fact]
    public void Answers_AreOneLineEach()
    {
        var conversation = new Conversation();
        foreach (var request in new[] { Plane, "nonsense", """{"ask": 2}""", """{"declare": {"parameters": 3}}""", $$"""{"tell": {{Observation(1)}}}""", """{"model": {}}""" })
        {
            var answer = conversation.Say(request);
            answer.Count(c => c == '\n').ShouldBe(1);
            answer.ShouldEndWith("}\n");
        }
    }

    private static string Observation(int i)
    {
        var (a, b) = (Math.Sin(i * 1.7), Math.Cos(i * 2.3));
        return Row(a, b, (a * a) + (0.5 * b));
    }

    private static string Row(double a, double b, double y) =>
        string.Create(CultureInfo.InvariantCulture, $$$"""{"candidate": {"a": {{{a:R}}}, "b": {{{b:R}}}}, "values": {"y": {{{y:R}}}}}""");
}
