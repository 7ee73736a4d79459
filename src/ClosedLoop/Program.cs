using System.CommandLine;
using ClosedLoop;

var root = new RootCommand(
    "Runs self-driving-lab campaigns: propose, dispatch over MQTT, ingest, retrain, acquire. Without a command it runs the demo campaign.")
{
    RunCommand.Create(),
    DryRunCommand.Create(),
    SoakCommand.Create(),
    ScenariosCommand.Create(),
    ServeCommand.Create(),
    SubmitCommand.Create(),
    SteerCommands.Create(ClosedLoop.Messaging.CampaignVerb.Pause, "Begin no further step of a running campaign"),
    SteerCommands.Create(ClosedLoop.Messaging.CampaignVerb.Resume, "Let a paused campaign go on"),
    SteerCommands.Create(ClosedLoop.Messaging.CampaignVerb.Stop, "Begin no further trial; the campaign completes when those in flight have ended"),
    SteerCommands.Create(ClosedLoop.Messaging.CampaignVerb.Abort, "Cancel what is running and end the campaign"),
    AnswerCommands.Create(ClosedLoop.Messaging.CampaignVerb.Approve, "Let a step begin that asks for it"),
    AnswerCommands.Create(ClosedLoop.Messaging.CampaignVerb.Reject, "Do not let a step begin that asks for it; its trial fails"),
    RefillCommand.Create(),
    ValidateCommand.Create(),
    StatusCommand.Create(),
    ReportCommand.Create(),
    ExportCommand.Create(),
    GraphCommand.Create(),
    ContractCommand.Create(),
    BrokerCommand.Create(),
    PasswdCommand.Create(),
    InstrumentCommand.Create(),
    WatchCommand.Create(),
    ConformanceCommand.Create(),
    OptimizerCommand.Create(),
};
root.SetAction((_, cancellationToken) => CommandBorder.GuardAsync(settings => RunCommand.RunAsync(settings, new RunRequest(null), cancellationToken)));
return await root.Parse(args).InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = null });
