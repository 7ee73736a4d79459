namespace ClosedLoop.Domain;

/// <summary>What became of the sample when a step failed.</summary>
public enum SampleFate
{
    /// <summary>Nothing was done to it: the step may be attempted again.</summary>
    Untouched,

    /// <summary>Something was done to it.</summary>
    Altered,

    /// <summary>Nobody knows.</summary>
    Unknown,
}
