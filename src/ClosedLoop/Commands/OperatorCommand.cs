using ClosedLoop.Messaging;
using Microsoft.Extensions.Logging.Abstractions;

namespace ClosedLoop;

/// <summary>One question to a running host over MQTT, and its answer on the screen.</summary>
internal static class OperatorCommand
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(10);

    public static async Task<int> AskAsync(ClosedLoopSettings settings, string lab, Func<MqttOperatorClient, TimeSpan, Task<OperatorAnswer>> ask)
    {
        settings.Broker.Mode = BrokerMode.External;
        await using var broker = await BrokerAccess.OpenAsync(settings.Broker, anyPort: false, NullLogger.Instance);
        await using var client = new MqttOperatorClient(broker.Connector, lab, $"operator-{Environment.ProcessId}", TimeProvider.System);
        var (accepted, lines) = await broker.UnlessRefusedAsync(ask(client, Timeout)) switch
        {
            OperatorAnswer.Replied replied => (replied.Reply.Accepted, replied.Reply.Lines),
            OperatorAnswer.NobodyListens =>
                (false, [$"nobody listens in lab '{lab}' at {broker.Address}: is the host running (closedloop serve), and is --lab right?"]),
            OperatorAnswer.NotSent => (false, [$"no broker answers at {broker.Address}"]),
            OperatorAnswer.Unreadable unreadable => (false, [$"the answer cannot be read: {unreadable.Reason}"]),
            _ => (false, (IReadOnlyList<string>)[$"no answer from lab '{lab}' at {broker.Address} within {Timeout.TotalSeconds} s"]),
        };
        foreach (var line in lines)
        {
            (accepted ? Console.Out : Console.Error).WriteLine(line);
        }

        return accepted ? ExitCode.Done : ExitCode.Failed;
    }
}
