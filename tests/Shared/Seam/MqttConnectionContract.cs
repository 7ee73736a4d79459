using System.Text;
using ClosedLoop.Mqtt;

namespace ClosedLoop.Tests;

/// <summary>
/// What every implementation of <see cref="IMqttConnection"/> guarantees (<c>docs/decisions/0007-the-mqtt-seam.md</c>), as tests. A new implementation derives
/// one class from this, with a <see cref="SeamWorld"/> of its own. Scenarios use no clock and no thread but those of their world.
/// </summary>
public abstract partial class MqttConnectionContract
{
    protected abstract Task<SeamWorld> StartAsync();

    private static MqttMessage Message(string topic, string text) => new(topic, Encoding.UTF8.GetBytes(text));

    private static string Content(MqttMessage message) => Encoding.UTF8.GetString(message.Payload.Span);

    private static Func<MqttMessage, ValueTask> Into(Mailbox<string> mailbox) => message => mailbox.AddAsync(Content(message));

    private static MqttConnectionOptions Client(string id) => new() { ClientId = id, CleanStart = true };

    private static async Task<T> ThrowsAsync<T>(Func<Task> action) where T : Exception
    {
        try
        {
            await action();
        }
        catch (T expected)
        {
            return expected;
        }

        throw new InvalidOperationException($"{typeof(T).Name} was expected");
    }

    /// <summary>A client with one subscription in place.</summary>
    private static async Task<(IMqttConnection Connection, Mailbox<string> Heard)> ListenAsync(SeamWorld world, string id, string filter)
    {
        var heard = new Mailbox<string>();
        var connection = world.Open(Client(id));
        await connection.SubscribeAsync(filter, MqttQos.AtLeastOnce, Into(heard));
        return (connection, heard);
    }

    private async Task InWorldAsync(Func<SeamWorld, Task> scenario)
    {
        await using var world = await StartAsync();
        await world.RunAsync(() => scenario(world));
    }
}
