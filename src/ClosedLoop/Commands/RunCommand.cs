using System.CommandLine;
using ClosedLoop.Campaigns;
using ClosedLoop.Orchestrator;

namespace ClosedLoop;

/// <summary><c>closedloop run</c>: starts, or continues, a campaign and shows it live.</summary>
internal static class RunCommand
{
    public static Command Create()
    {
        var file = new Argument<string?>("FILE") { Description = "The campaign file", Arity = ArgumentArity.ZeroOrOne };
        var data = SharedOptions.Data();
        var broker = SharedOptions.Broker();
        var noInstruments = SharedOptions.NoInstruments();
        var fresh = new Option<bool>("--fresh") { Description = "Set an earlier run of the same name aside (nothing is deleted) and start anew" };
        var plain = new Option<bool>("--plain") { Description = "Write plain lines even on a terminal" };
        var scenario = SharedOptions.Scenario();
        var command = new Command("run", "Start, or continue, a campaign and watch it. Ctrl-C lets running steps end and stops; run again and it continues.")
        {
            file, data, broker, noInstruments, fresh, plain, scenario,
        };
        command.SetAction((arguments, cancellationToken) => CommandBorder.GuardAsync(settings =>
        {
            SharedOptions.Apply(settings, arguments.GetValue(data), arguments.GetValue(broker));
            if (arguments.GetValue(noInstruments))
            {
                settings.Instruments = InstrumentHosting.Elsewhere;
            }

            return RunAsync(settings, new RunRequest(arguments.GetValue(file), arguments.GetValue(fresh), arguments.GetValue(plain)) { Scenario = arguments.GetValue(scenario) }, cancellationToken);
        }));
        return command;
    }

    public static async Task<int> RunAsync(ClosedLoopSettings settings, RunRequest request, CancellationToken cancellationToken)
    {
        var path = request.File ?? Path.Combine(settings.CampaignsFolder, "demo.yaml");
        var source = CampaignSource.Read(path);
        var scenario = request.Scenario is { } name ? ScenarioSource.Read(name) : null;
        var folder = new CampaignFolder(settings.DataFolder, source.Spec.Name);
        if (request.Fresh && folder.SetAside() is { } aside)
        {
            Console.WriteLine($"The earlier run is in {aside}");
        }

        using var view = CampaignView.Create(source.Spec, request.Plain);
        await using var host = await OrchestratorHost.StartAsync(settings, source.Spec.Lab, quiet: true, anyPort: true, scenario: scenario);
        view.Begin(host.Banner, path, host.InstrumentsAsync);
        using var leaving = new LeavingSignals(() => host.Drain("the operator pressed Ctrl-C"), view.Note);
        folder.KeepSource(source.Text);
        var state = await host.RunAsync(source, [view], leaving.Abandon);
        var report = folder.WriteReport(state, host.ReadEvents(source.Spec.Name));
        view.End(state, report, settings.DataFolder == "data" ? path : $"{path} --data {settings.DataFolder}");
        if (host.Struck(source.Spec.Name) is { } struck && !state.Suspended)
        {
            var shown = new ScenarioView(scenario!, [(1, struck)]);
            shown.Show();
            return shown.Held ? ExitCode.Done : ExitCode.Failed;
        }

        return state.Fault is null && state.Stage != RunStage.Aborted ? ExitCode.Done : ExitCode.Failed;
    }
}
