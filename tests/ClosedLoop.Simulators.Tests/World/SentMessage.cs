using ClosedLoop.Mqtt;

namespace ClosedLoop.Simulators.Tests;

/// <summary>How a publish ended, as far as it has.</summary>
internal sealed class SentMessage
{
    public MqttPublishOutcome? Outcome { get; set; }

    public bool GivenUp { get; set; }
}
