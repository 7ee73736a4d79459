using System.Text.RegularExpressions;

namespace ClosedLoop.Calculations.Tests;

/// <summary>Instruments whose program is a small shell script with the input <c>x</c>; its value is what it prints behind <c>E =</c>.</summary>
internal sealed class Scripted : IDisposable
{
    public TemporaryFolder Folder { get; } = new();

    public CorePool Cores { get; } = new(4);

    public static CalculationSettings Settings { get; } = new() { Id = "calc-1", Capability = "energy", TimeLimit = TimeSpan.FromMinutes(1) };

    /// <summary>Written to by scripts: <c>echo x >> $WITNESS</c>.</summary>
    public string Witness => Folder.Of("witness");

    public int Witnessed => File.Exists(Witness) ? File.ReadAllLines(Witness).Length : 0;

    public CommandSettings Code(string script) => new()
    {
        Inputs = new Dictionary<string, InputKind> { ["x"] = InputKind.Number },
        Command = [InputTemplate.Parse("command", "sh"), InputTemplate.Parse("command", "run.sh"), InputTemplate.Parse("command", "{{x}}")],
        Files = new Dictionary<string, byte[]> { ["run.sh"] = System.Text.Encoding.UTF8.GetBytes(script) },
        Environment = new Dictionary<string, string> { ["WITNESS"] = Witness, ["TOGO"] = Folder.Of("go") },
        Outputs = new Dictionary<string, ValueReader> { ["energy"] = new PatternReader("stdout.txt", new Regex(@"E = (\S+)")) },
    };

    public CalculationInstrument Instrument(CommandSettings code, CalculationSettings? settings = null, ICalculationExecution? execution = null, CalculationCache? cache = null, TimeProvider? time = null)
    {
        var made = new CommandCode(code);
        return new CalculationInstrument(
            settings ?? Settings,
            made,
            InstalledCode.Find(made),
            execution ?? new LocalExecution(Cores, TimeProvider.System),
            cache ?? Cache(),
            Folder.Of("calc-1"),
            time ?? TimeProvider.System);
    }

    public CalculationCache Cache() => new(Folder.Of("cache"));

    /// <summary>An execution in whose clock ten minutes pass with each line of the witness file: the limit of a minute is over then.</summary>
    public LocalExecution Late() => new(Cores, new WitnessedTime(Witness));

    public StepRig Step() => new(Folder.Of("calc-1"));

    public void Dispose() => Folder.Dispose();
}
