using System.Text;
using ClosedLoop.Mqtt;

namespace ClosedLoop.Simulators.Tests;

/// <summary>A bus with clients whose messages are kept in order of arrival.</summary>
internal sealed class BusWorld
{
    public BusWorld(ulong seed = 1, BusFaults? faults = null) => Bus = new SimulatedBus(Scheduler, seed, faults ?? new BusFaults());

    public SimulatedScheduler Scheduler { get; } = new();

    public SimulatedBus Bus { get; }

    public List<string> Heard { get; } = [];

    public static MqttMessage Message(string topic, string text) => new(topic, Encoding.UTF8.GetBytes(text));

    public static string Text(MqttMessage message) => Encoding.UTF8.GetString(message.Payload.Span);

    public SimulatedProcess Process(string name) => new(Scheduler, name);

    /// <summary>Connects, subscribes and waits until that is in place.</summary>
    public IMqttConnection Listener(SimulatedProcess process, string filter, MqttConnectionOptions? options = null)
    {
        var connection = Bus.For(process).Open(options ?? new() { ClientId = process.Name });
        var listening = Do(process, () => connection.SubscribeAsync(filter, MqttQos.AtLeastOnce, Hear).AsTask());
        Settle(() => listening.IsCompleted);
        return connection;
    }

    public IMqttConnection Connected(SimulatedProcess process, MqttConnectionOptions? options = null)
    {
        var connection = Bus.For(process).Open(options ?? new() { ClientId = process.Name });
        Settle(() => connection.IsConnected);
        return connection;
    }

    /// <summary>Publishes; gives up after some seconds.</summary>
    public SentMessage Publish(SimulatedProcess process, IMqttConnection connection, MqttMessage message, double patience = 1e6)
    {
        var sent = new SentMessage();
        process.Start(async () =>
        {
            using var end = new CancellationTokenSource(TimeSpan.FromSeconds(patience), process.Time);
            try
            {
                sent.Outcome = await connection.PublishAsync(message, end.Token);
            }
            catch (OperationCanceledException)
            {
                sent.GivenUp = true;
            }
        });
        Scheduler.Run(() => true, Scheduler.Now);
        return sent;
    }

    public Task Do(SimulatedProcess process, Func<Task> program)
    {
        var done = process.Start(program);
        Scheduler.Run(() => true, Scheduler.Now);
        return done;
    }

    public void Settle(Func<bool> until) => Scheduler.Run(until, Scheduler.Now.AddMinutes(10)).ShouldBeTrue();

    public void Pass(double seconds) => Scheduler.RunFor(TimeSpan.FromSeconds(seconds));

    public ValueTask Hear(MqttMessage message)
    {
        Heard.Add($"{message.Topic}={Text(message)}{(message.Retain ? " R" : "")}");
        return ValueTask.CompletedTask;
    }
}
