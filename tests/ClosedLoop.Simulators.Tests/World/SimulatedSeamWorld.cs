using ClosedLoop.Mqtt;
using ClosedLoop.Tests;

namespace ClosedLoop.Simulators.Tests;

/// <summary>The simulated bus: each client is a process of its own, and a scenario runs in virtual time.</summary>
internal sealed class SimulatedSeamWorld : SeamWorld
{
    private readonly SimulatedScheduler _scheduler = new();
    private readonly SimulatedBus _bus;
    private readonly SimulatedProcess _scenario;
    private readonly Dictionary<string, (SimulatedProcess Process, SimulatedConnection Connection)> _clients = [];
    private readonly HashSet<string> _lockedOut = [];

    public SimulatedSeamWorld()
    {
        _bus = new SimulatedBus(_scheduler, 1, new BusFaults { DeathNoticedAtOnce = true });
        _scenario = new SimulatedProcess(_scheduler, "scenario");
    }

    public override bool SharesSubscriptions => false;

    public override IMqttConnection Open(MqttConnectionOptions options)
    {
        var process = new SimulatedProcess(_scheduler, options.ClientId);
        var connection = (SimulatedConnection)_bus.For(process).Open(options);
        _clients[options.ClientId] = (process, connection);
        if (_lockedOut.Contains(options.ClientId))
        {
            LockOut(options.ClientId);
        }

        return connection;
    }

    public override void Cut(string clientId) => _bus.Cut(clientId);

    public override void LockOut(string clientId)
    {
        _lockedOut.Add(clientId);
        if (_clients.TryGetValue(clientId, out var client))
        {
            client.Connection.UnreachableUntil = DateTimeOffset.MaxValue;
            _bus.Cut(clientId);
        }
    }

    public override void LetIn(string clientId)
    {
        _lockedOut.Remove(clientId);
        _clients[clientId].Connection.UnreachableUntil = _scheduler.Now;
    }

    public override void Kill(string clientId) => _clients[clientId].Process.Kill();

    public override Task RunAsync(Func<Task> scenario)
    {
        var ended = _scenario.Start(scenario);
        _scheduler.Run(() => ended.IsCompleted, _scheduler.Now.AddHours(1)).ShouldBeTrue("the scenario does not end");
        return Task.CompletedTask;
    }

    public override ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
