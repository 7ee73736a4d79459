using System.CommandLine;
using ClosedLoop.Messaging;

namespace ClosedLoop;

/// <summary><c>closedloop contract</c>: writes the published contract from the types that run.</summary>
internal static class ContractCommand
{
    public static Command Create()
    {
        var to = new Option<string>("--out") { Description = "The folder to write to", HelpName = "DIR", DefaultValueFactory = _ => Path.Combine("docs", "mqtt") };
        var command = new Command("contract", "Write the lab's contract on MQTT, made from the types that run: AsyncAPI, JSON Schemas and a page to read") { to };
        command.SetAction(arguments => CommandBorder.GuardAsync(_ =>
        {
            foreach (var (name, text) in ContractFiles.Generate())
            {
                var path = Path.Combine(arguments.GetRequiredValue(to), name);
                Directory.CreateDirectory(Path.GetDirectoryName(path)!);
                File.WriteAllText(path, text);
                Console.WriteLine(path);
            }

            return Task.FromResult(ExitCode.Done);
        }));
        return command;
    }
}
