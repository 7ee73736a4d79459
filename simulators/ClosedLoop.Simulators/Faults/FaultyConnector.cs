using ClosedLoop.Mqtt;

namespace ClosedLoop.Simulators;

/// <summary>Opens connections on which messages fare as a scenario says, over a simulated bus or a real broker.</summary>
internal sealed class FaultyConnector(IMqttConnector inner, FaultPlan plan, FaultSite site, TimeProvider time) : IMqttConnector
{
    public IMqttConnection Open(MqttConnectionOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        FaultyConnection? faulty = null;
        MqttMessage? will = null;
        var watched = options with
        {
            Will = options.Will is { } ask ? number => will = ask(number) : null,
            OnConnected = async number =>
            {
                if (options.OnConnected is { } greet)
                {
                    await greet(number);
                }

                if (plan.LateWillOf(site, options.ClientId, will) is { } late)
                {
                    faulty!.PublishLater(late.Will, late.Late);
                }
            },
        };
        return faulty = new FaultyConnection(inner.Open(watched), plan, site, time);
    }
}
