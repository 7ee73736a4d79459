using System.CommandLine;
using ClosedLoop.Benchmarks;

// One file for each command; a new command is one more line here.
var root = new RootCommand("Benchmarks of ClosedLoop: what the optimizer finds, and how long things take")
{
    RegretCommand.Create(),
    PoolCommand.Create(),
    RunsCommand.Create(),
    CalibrationCommand.Create(),
    CompareCommand.Create(),
    PlotCommand.Create(),
    TimingCommand.Create(),
    TableCommand.Create(),
    OverheadCommand.Create(),
    DryRunCommand.Create(),
    JournalCommand.Create(),
    PlacingCommand.Create(),
    MqttCommand.Create(),
    SlurmCommand.Create(),
    CalculationsCommand.Create(),
};
return await root.Parse(args).InvokeAsync();
