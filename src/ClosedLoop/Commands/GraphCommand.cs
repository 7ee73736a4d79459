using System.CommandLine;
using ClosedLoop.Campaigns;

namespace ClosedLoop;

/// <summary><c>closedloop graph</c>: the loop's phases as a diagram.</summary>
internal static class GraphCommand
{
    public static Command Create()
    {
        var command = new Command("graph", "Print the phases of a campaign and what may follow what, as a Mermaid diagram");
        command.SetAction(_ => Console.Write(PhaseTable.ToMermaid()));
        return command;
    }
}
