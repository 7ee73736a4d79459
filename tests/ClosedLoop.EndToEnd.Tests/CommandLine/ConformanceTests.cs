namespace ClosedLoop.EndToEnd.Tests;

/// <summary><c>closedloop conformance</c> against an instrument's process that really dies.</summary>
[Collection(nameof(OneAtATime))]
public sealed class ConformanceTests : IAsyncLifetime
{
    private const string Script = "restart.sh";

    private readonly TestFolder _folder = new();
    private readonly string _broker = $"127.0.0.1:{FreePort.Next()}";
    private RunningProcess? _brokerProcess;

    public async ValueTask InitializeAsync()
    {
        _folder.Write("bench.yaml", """
            lab: bench
            instruments:
              - id: bench-1
                type: simulated
                capability: measuring
                duration: {mean: 2 s, spread: 0.05}
                limits: {x1: [-5, 10], x2: [0, 15]}
                response: {surface: branin, inputs: [x1, x2], outputs: {y: height}}

            """);
        _folder.Write(Script, $"""
            [ -f instrument.pid ] && kill -9 $(cat instrument.pid)
            dotnet {Executable.Path} instrument bench.yaml --broker {_broker} --data data >> instrument.log 2>&1 &
            echo $! > instrument.pid

            """);
        _brokerProcess = Executable.Start(_folder.FullPath, ["broker", "--port", _broker.Split(':')[1]]);
        await _brokerProcess.LineAsync("Broker at");
        (await ShellAsync(Script)).ShouldBe(0);
    }

    public async ValueTask DisposeAsync()
    {
        await ShellAsync("-c", "kill -9 $(cat instrument.pid)");
        await _brokerProcess!.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task OwnInstrument_KilledInTheMiddleOfAStep_KeepsTheWholeContract()
    {
        var (code, text) = await TryAsync("--instrument", "bench-1", "--timeout", "30", "--restart-command", $"sh {Script}");

        code.ShouldBe(0, text);
        text.ShouldContain(" passed, 0 failed, 0 skipped");
        text.ShouldContain("passed  restart-running");
    }

    [Fact]
    public async Task Input_ThatCannotBeTried_EndsWithItsReason()
    {
        (await RefusedAsync("--instrument", "nobody", "--timeout", "1")).ShouldContain("nothing is heard of an instrument 'nobody' in lab 'bench'");
        (await RefusedAsync("--instrument", "bench-1", "--only", "beauty")).ShouldContain("there is no check beauty");
        (await RefusedAsync("--instrument", "bench-1", "--only", "restart-epoch", "--restart-command", "exit 3", "--timeout", "30"))
            .ShouldContain("ended with exit code 3");
        (await RefusedAsync("--instrument", "bench-1", "--parameters", "absent.json")).ShouldContain("absent.json: there is no such file");
        (await RefusedAsync()).ShouldContain("--instrument ID is missing");
        _folder.Write("wide.json", """{"measuring": {"x1": 1000}}""");
        var (code, text) = await TryAsync("--instrument", "bench-1", "--only", "command", "--parameters", "wide.json", "--format", "junit");
        code.ShouldBe(1, text);
        text.ShouldContain("<failure message=");
        text.ShouldContain("outsideLimits");
    }

    private async Task<string> RefusedAsync(params string[] arguments)
    {
        var (code, text) = await TryAsync(arguments);
        code.ShouldBe(2, text);
        return text;
    }

    private async Task<(int Code, string Text)> TryAsync(params string[] arguments)
    {
        await using var kit = Executable.Start(_folder.FullPath, ["conformance", "--lab", "bench", "--broker", _broker, .. arguments]);
        return (await kit.ExitAsync(), kit.Text);
    }

    private async Task<int> ShellAsync(params string[] arguments)
    {
        await using var shell = new RunningProcess("sh", arguments, _folder.FullPath);
        return await shell.ExitAsync();
    }
}
