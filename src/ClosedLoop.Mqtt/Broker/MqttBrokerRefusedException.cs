namespace ClosedLoop.Mqtt;

/// <summary>The broker does not start with these options or files. All that is wrong is told at once.</summary>
public sealed class MqttBrokerRefusedException : Exception
{
    /// <summary>Takes everything that is wrong.</summary>
    public MqttBrokerRefusedException(IReadOnlyList<string> mistakes)
        : base($"The broker does not start: {string.Join("; ", mistakes ?? [])}") => Mistakes = mistakes ?? [];

    /// <summary>One sentence each, with the file and line where there is one.</summary>
    public IReadOnlyList<string> Mistakes { get; }
}
