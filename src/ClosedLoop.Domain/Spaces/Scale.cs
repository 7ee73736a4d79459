namespace ClosedLoop.Domain;

/// <summary>How a continuous parameter is spaced for design and modelling.</summary>
public enum Scale
{
    /// <summary>Equal differences are alike.</summary>
    Linear,

    /// <summary>Equal ratios are alike; both bounds are positive.</summary>
    Log,
}
