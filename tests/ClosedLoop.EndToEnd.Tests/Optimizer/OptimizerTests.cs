using System.Globalization;
using System.Text;
using System.Text.Json;

namespace ClosedLoop.EndToEnd.Tests;

[Collection(nameof(OneAtATime))]
public sealed class OptimizerTests
{
    private const string Declare = """
        {"declare": {"parameters": {"a": {"type": "continuous", "lower": 0, "upper": 1}, "n": {"type": "integer", "lower": 1, "upper": 4}},
         "objectives": {"y": {"goal": "maximize"}}, "initial": 3, "seed": 11}}
        """;

    [Fact]
    public async Task Optimizer_ToldTheSameInANewProcess_AnswersTheSameBytes()
    {
        const string Question = """{"ask": {"n": 3, "pending": [{"a": 0.125, "n": 3}]}}""";
        var told = new List<string>();
        var answers = new List<string>();
        await using (var first = new AskedProcess())
        {
            await first.AskAsync(Declare);
            for (var trial = 0; trial < 6; trial++)
            {
                using var answer = JsonDocument.Parse(await first.AskAsync("""{"ask": 1}"""));
                var candidate = answer.RootElement.GetProperty("candidates")[0].GetProperty("candidate");
                var value = Math.Sin(5 * candidate.GetProperty("a").GetDouble()) - Math.Abs(candidate.GetProperty("n").GetDouble() - 2);
                told.Add(string.Create(CultureInfo.InvariantCulture, $$$"""{"candidate": {{{candidate}}}, "values": {"y": {{{value}}}}}"""));
                await first.AskAsync($$"""{"tell": {{told[^1]}}}""");
                answers.Add(await first.AskAsync(Question));
            }

            first.Input.Close();
            (await first.EndAsync()).ShouldBe((0, ""));
        }

        await using var second = new AskedProcess();
        await second.AskAsync(Declare);
        await second.AskAsync($$"""{"tell": [{{string.Join(',', told.Take(4))}}]}""");
        (await second.AskAsync(Question)).ShouldBe(answers[3]);
        await second.AskAsync($$"""{"tell": [{{string.Join(',', told.Skip(4))}}]}""");
        (await second.AskAsync(Question)).ShouldBe(answers[5]);
        (await second.AskAsync("""{"quit": {}}""")).ShouldBe("""{"quit":true}""");
        (await second.EndAsync()).ShouldBe((0, ""));
    }

    // Compiled barely at first and better when it has run a while, as everywhere; barely throughout; fully from the start; for half as wide vectors.
    [Fact]
    public async Task Optimizer_HoweverItIsCompiled_AnswersTheSameBytes()
    {
        string[][] stages = [[], ["JITMinOpts=1"], ["TieredCompilation=0", "ReadyToRun=0"], ["EnableAVX512=0"]];
        var answers = new List<string>();
        foreach (var stage in stages)
        {
            await using var optimizer = new AskedProcess(stage.Select(setting => setting.Split('=')).ToDictionary(pair => $"DOTNET_{pair[0]}", pair => pair[1]));
            await optimizer.AskAsync(Declare);
            var said = new StringBuilder();
            for (var trial = 0; trial < 24; trial++)
            {
                var answer = await optimizer.AskAsync("""{"ask": 1}""");
                said.AppendLine(answer);
                using var json = JsonDocument.Parse(answer);
                var candidate = json.RootElement.GetProperty("candidates")[0].GetProperty("candidate");
                var value = Math.Sin(5 * candidate.GetProperty("a").GetDouble()) - Math.Abs(candidate.GetProperty("n").GetDouble() - 2);
                await optimizer.AskAsync(string.Create(CultureInfo.InvariantCulture, $$$$"""{"tell": {"candidate": {{{{candidate}}}}, "values": {"y": {{{{value}}}}}}}"""));
            }

            answers.Add(said.ToString());
        }

        answers[0].ShouldContain("EI");
        answers.ShouldAllBe(answer => answer == answers[0]);
    }

    [Fact]
    public async Task Optimizer_WhoseInputEndsWithinALine_AnswersItAndEnds()
    {
        await using var optimizer = new AskedProcess();
        await optimizer.Input.WriteAsync(Encoding.UTF8.GetBytes("\r\n\n{\"id\": 1, \"quit\": 0"), TestContext.Current.CancellationToken);
        optimizer.Input.Close();

        (await optimizer.Output.ReadToEndAsync(TestContext.Current.CancellationToken)).ShouldStartWith("{\"error\":{\"message\":\"not valid JSON: ");
        (await optimizer.EndAsync()).ShouldBe((0, ""));
    }

    [Fact]
    public async Task Optimizer_WhoseAnswersNobodyReads_EndsQuietly()
    {
        await using var optimizer = new AskedProcess();
        await optimizer.AskAsync(Declare);
        optimizer.Output.Close();
        try
        {
            // It ends at the first answer that it cannot give, wherever in this it is.
            for (var i = 0; i < 100; i++)
            {
                await optimizer.Input.WriteAsync("{\"ask\": 1}\n"u8.ToArray(), TestContext.Current.CancellationToken);
                await optimizer.Input.FlushAsync(TestContext.Current.CancellationToken);
            }
        }
        catch (IOException)
        {
            // So it has.
        }

        (await optimizer.EndAsync()).ShouldBe((0, ""));
    }

    [Fact]
    public async Task Optimizer_Interrupted_EndsQuietly()
    {
        await using var optimizer = new AskedProcess();
        await optimizer.AskAsync(Declare);

        await optimizer.InterruptAsync();

        var (code, errors) = await optimizer.EndAsync();
        errors.ShouldBeEmpty();
        code.ShouldBe(130);
    }

    [Fact]
    public async Task Optimizer_Verbose_TellsTimesOnStandardError()
    {
        await using var optimizer = new AskedProcess("--verbose");
        await optimizer.AskAsync(Declare);
        optimizer.Input.Close();

        var (code, errors) = await optimizer.EndAsync();
        code.ShouldBe(0);
        errors.ShouldStartWith("line 1: ");
        errors.Trim().ShouldEndWith(" ms");
    }

    [Fact]
    public async Task Help_Example_WorksWhenPasted()
    {
        await using var help = Executable.Start(Executable.Checkout, ["optimizer", "--help"]);
        (await help.ExitAsync()).ShouldBe(0, help.Text);
        var example = help.Lines.Single(line => line.TrimStart().StartsWith("printf ", StringComparison.Ordinal)).Trim();
        example.ShouldEndWith("| closedloop optimizer");

        await using var shell = new RunningProcess(
            "/bin/sh",
            ["-c", example.Replace("closedloop optimizer", $"dotnet '{Executable.Path}' optimizer", StringComparison.Ordinal)],
            Executable.Checkout);

        (await shell.ExitAsync()).ShouldBe(0, shell.Text);
        shell.Lines.Count.ShouldBe(3, shell.Text);
        shell.Lines[2].ShouldContain("\"candidates\":[");
        shell.Text.ShouldNotContain("error");
    }

    [Fact]
    public async Task Optimizer_WhoseAnswersGoToAFile_WritesBehindWhatOthersWrote()
    {
        var file = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        try
        {
            await using var shell = new RunningProcess(
                "/bin/sh",
                ["-c", $"(echo before; echo '{{\"quit\": {{}}}}' | dotnet '{Executable.Path}' optimizer; echo after) > '{file}'"],
                Executable.Checkout);

            (await shell.ExitAsync()).ShouldBe(0, shell.Text);
            (await File.ReadAllLinesAsync(file, TestContext.Current.CancellationToken)).ShouldBe(["before", "{\"quit\":true}", "after"]);
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public async Task PythonExample_FindsTheMinimum()
    {
        if (!File.Exists("/usr/bin/python3"))
        {
            Assert.Skip("python3 is not installed.");
        }

        await using var python = new RunningProcess(
            "/usr/bin/python3",
            [Path.Combine(Executable.Checkout, "docs", "optimizer", "minimize.py"), $"dotnet '{Executable.Path}' optimizer"],
            Executable.Checkout);

        (await python.ExitAsync()).ShouldBe(0, python.Text);
        using var best = JsonDocument.Parse(python.Lines[^1]);
        best.RootElement.GetProperty("values").GetProperty("height").GetDouble().ShouldBeLessThan(0.1);
    }

    [Fact]
    public void PythonExample_HasTenLinesThatDoSomething()
    {
        var lines = File.ReadAllLines(Path.Combine(Executable.Checkout, "docs", "optimizer", "minimize.py"));

        lines.Count(line => line.Length > 0 && !line.StartsWith("import ", StringComparison.Ordinal) && !line.StartsWith('"')).ShouldBeLessThanOrEqualTo(10);
    }
}
