using System.CommandLine;
using ClosedLoop.Mqtt;

namespace ClosedLoop;

/// <summary><c>closedloop broker</c>: the embedded broker as a process of its own.</summary>
internal static class BrokerCommand
{
    public static Command Create()
    {
        var port = new Option<int?>("--port") { Description = "TCP port; 0 takes any free one (else ClosedLoop:Broker:Port)", HelpName = "PORT" };
        var command = new Command("broker", "Run the embedded MQTT broker as a process of its own, on this machine only, until Ctrl-C") { port };
        command.SetAction((arguments, cancellationToken) =>
            CommandBorder.GuardAsync(settings => RunAsync(settings.Broker.Host, arguments.GetValue(port) ?? settings.Broker.Port)));
        return command;
    }

    private static async Task<int> RunAsync(string host, int port)
    {
        var ended = new TaskCompletionSource();
        using var leaving = new LeavingSignals(ended.SetResult, _ => { });
        await using var broker = new MqttBroker(
            new MqttBrokerOptions
            {
                Address = new MqttAddress(host, port),
                OnEvent = e => Console.WriteLine($"{DateTimeOffset.Now:HH:mm:ss} {e.Kind} {e.ClientId} {e.Detail}"),
            },
            TimeProvider.System);
        await broker.StartAsync();
        Console.WriteLine($"Broker at {broker.Address}; Ctrl-C stops it");
        await ended.Task;
        return ExitCode.Done;
    }
}
