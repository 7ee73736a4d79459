using System.Security.Cryptography;
using ClosedLoop.Mqtt;

namespace ClosedLoop;

/// <summary>Listens to the labs at a broker, for as long as it takes, and keeps the picture.</summary>
internal sealed class LabWatcher : IAsyncDisposable
{
    private readonly Lock _gate = new();
    private readonly TimeProvider _time;
    private readonly IMqttConnection _connection;
    private LabPicture _picture = LabPicture.Empty;
    private long _changedAt;

    /// <summary>Begins to listen; returns at once, whether or not there is a broker.</summary>
    public LabWatcher(IMqttConnector connector, string lab, string campaign, TimeProvider time)
    {
        (_time, _changedAt) = (time, time.GetTimestamp());
        _connection = connector.Open(new MqttConnectionOptions
        {
            ClientId = $"closedloop-watch-{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(4))}",
            CleanStart = true,
            SessionExpiry = TimeSpan.Zero,
        });
        Subscribed = SubscribeAsync(lab, campaign);
    }

    /// <summary>Ends when the broker has taken every subscription.</summary>
    public Task Subscribed { get; }

    public bool IsConnected => _connection.IsConnected;

    public LabPicture Picture
    {
        get
        {
            lock (_gate)
            {
                return _picture;
            }
        }
    }

    /// <summary>How long nothing has been heard since the broker took the subscriptions.</summary>
    public TimeSpan Quiet => _time.GetElapsedTime(Interlocked.Read(ref _changedAt));

    public ValueTask DisposeAsync() => _connection.DisposeAsync();

    private async Task SubscribeAsync(string lab, string campaign)
    {
        await Task.WhenAll(LabPicture.Filters(lab, campaign).Select(filter => _connection.SubscribeAsync(filter, MqttQos.AtLeastOnce, TakeAsync).AsTask()));
        Interlocked.Exchange(ref _changedAt, _time.GetTimestamp());
    }

    private ValueTask TakeAsync(MqttMessage message)
    {
        lock (_gate)
        {
            _picture = _picture.After(message, _time.GetUtcNow());
        }

        Interlocked.Exchange(ref _changedAt, _time.GetTimestamp());
        return ValueTask.CompletedTask;
    }
}
