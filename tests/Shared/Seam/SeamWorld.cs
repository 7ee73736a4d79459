using ClosedLoop.Mqtt;

namespace ClosedLoop.Tests;

/// <summary>
/// What an implementation of the seam brings to the contract: a broker, clients of it, and a network that can be broken. Everything else is the same for all.
/// </summary>
public abstract class SeamWorld : IAsyncDisposable
{
    /// <summary>Whether the broker shares a subscription among several clients; otherwise it must refuse that.</summary>
    public virtual bool SharesSubscriptions => true;

    /// <summary>Opens the next life of a client.</summary>
    public abstract IMqttConnection Open(MqttConnectionOptions options);

    /// <summary>Breaks a client's connection; it may come back at once.</summary>
    public abstract void Cut(string clientId);

    /// <summary>Breaks a client's connection, if there is one already, and lets it connect no more.</summary>
    public abstract void LockOut(string clientId);

    /// <summary>Lets a client connect again.</summary>
    public abstract void LetIn(string clientId);

    /// <summary>A client dies without a goodbye; the next life of that id is a new one.</summary>
    public abstract void Kill(string clientId);

    /// <summary>Runs a scenario to its end, with whatever pumping the implementation needs, and fails if it does not end.</summary>
    public abstract Task RunAsync(Func<Task> scenario);

    public abstract ValueTask DisposeAsync();
}
