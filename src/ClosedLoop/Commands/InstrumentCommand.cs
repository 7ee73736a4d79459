using System.CommandLine;

namespace ClosedLoop;

/// <summary><c>closedloop instrument</c>: the instruments of a lab file as a process of their own.</summary>
internal static class InstrumentCommand
{
    public static Command Create()
    {
        var file = new Argument<string>("FILE") { Description = "The lab file" };
        var only = new Option<string[]>("--only")
        {
            Description = "Run only these instruments of the file",
            HelpName = "ID",
            AllowMultipleArgumentsPerToken = true,
        };
        var data = SharedOptions.Data();
        var broker = SharedOptions.Broker();
        var command = new Command("instrument", "Run the instruments of a lab file until Ctrl-C; they keep their ledgers in the data folder")
        {
            file, only, data, broker,
        };
        command.SetAction((arguments, cancellationToken) => CommandBorder.GuardAsync(settings =>
        {
            SharedOptions.Apply(settings, arguments.GetValue(data), arguments.GetValue(broker));
            settings.Broker.Mode = BrokerMode.External;
            return RunAsync(settings, arguments.GetRequiredValue(file), arguments.GetValue(only) ?? []);
        }));
        return command;
    }

    private static async Task<int> RunAsync(ClosedLoopSettings settings, string file, IReadOnlyList<string> only)
    {
        using var logging = HostLogging.Create(settings.DataFolder, false);
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var leaving = new LeavingSignals(() => ended.TrySetResult(), Console.WriteLine);
        await using var broker = await BrokerAccess.OpenAsync(settings.Broker, anyPort: false, logging.CreateLogger("mqtt"));
        await using var lab = LocalLab.StartFile(settings, file, only, broker.Connector, null, logging.CreateLogger("instruments"));
        Console.WriteLine($"{lab.Count} instruments of {file} at {broker.Address}, ledgers in {Path.GetFullPath(settings.DataFolder)}; Ctrl-C stops them");
        await await Task.WhenAny(ended.Task, lab.Failed, broker.Refused);
        return ExitCode.Done;
    }
}
