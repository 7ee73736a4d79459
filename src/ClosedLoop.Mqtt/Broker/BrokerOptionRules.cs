using System.Net;

namespace ClosedLoop.Mqtt;

/// <summary>What the options of a broker must not say.</summary>
internal static class BrokerOptionRules
{
    private const int MostTopicLevels = 1_000;

    /// <summary>Limits that are none.</summary>
    public static IEnumerable<string> Mistakes(MqttBrokerOptions options)
    {
        (string Name, long Value)[] limits =
        [
            (nameof(options.MaximumPacketSize), options.MaximumPacketSize), (nameof(options.MaximumConnections), options.MaximumConnections),
            (nameof(options.MaximumQueue), options.MaximumQueue), (nameof(options.MaximumQueueBytes), options.MaximumQueueBytes),
            (nameof(options.ReceiveMaximum), options.ReceiveMaximum), (nameof(options.MaximumTopicLevels), options.MaximumTopicLevels),
        ];
        foreach (var (name, value) in limits)
        {
            if (value < 1)
            {
                yield return $"{name} is {value}; it must be at least 1";
            }
        }

        if (options.MaximumTopicLevels > MostTopicLevels)
        {
            yield return $"{nameof(options.MaximumTopicLevels)} is {options.MaximumTopicLevels}; it must be at most {MostTopicLevels}";
        }
    }

    /// <summary>An address that other machines reach needs credentials; null if it has some or is not reached.</summary>
    public static string? Exposure(string address, IPAddress ip, bool asksForCredentials) => IPAddress.IsLoopback(ip) || asksForCredentials
        ? null
        : $"{address} can be reached from other machines, and nobody would have to prove who it is: "
            + "give a password file, or require client certificates (TLS with a client CA), or listen on 127.0.0.1";
}
