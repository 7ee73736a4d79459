using System.Diagnostics;
using ClosedLoop.Mqtt;

namespace ClosedLoop.Benchmarks;

/// <summary>A client library and a broker that are measured together.</summary>
/// <param name="name">Client ↔ broker.</param>
/// <param name="address">Of the broker.</param>
/// <param name="broker">The broker's process, or null if it lives in this one.</param>
internal abstract class MqttPair(string name, MqttAddress address, Process? broker)
{
    public string Name { get; } = name;

    protected MqttAddress Address { get; } = address;

    public abstract Task<ThroughputFigure> ThroughputAsync(int messages, int window, int payload);

    public abstract Task<RoundTripFigure> RoundTripsAsync(int trips, int payload);

    /// <summary>CPU seconds of the broker's process.</summary>
    protected double BrokerCpu()
    {
        broker?.Refresh();
        return broker?.TotalProcessorTime.TotalSeconds ?? 0;
    }
}
