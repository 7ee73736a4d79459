namespace ClosedLoop.Simulators;

/// <summary>What a simulated device did.</summary>
public enum WitnessKind
{
    /// <summary>It began to act on the sample.</summary>
    Begun,

    /// <summary>It finished.</summary>
    Done,

    /// <summary>It failed while acting.</summary>
    Failed,

    /// <summary>It was stopped while acting.</summary>
    Stopped,
}
