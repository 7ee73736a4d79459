namespace ClosedLoop.Messaging;

/// <summary>What an operator may ask of a host.</summary>
public enum HostVerb
{
    /// <summary>Start, or continue, a campaign from the file's text.</summary>
    Submit,

    /// <summary>Tell which campaigns run and how they stand.</summary>
    Status,

    /// <summary>Let running steps end, then stop.</summary>
    Drain,

    /// <summary>Take note of how much there is of a stock now.</summary>
    Refill,
}
