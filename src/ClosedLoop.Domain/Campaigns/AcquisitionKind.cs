namespace ClosedLoop.Domain;

/// <summary>What a further trial is valued by.</summary>
public enum AcquisitionKind
{
    /// <summary>Chosen by the shape of space, data and objectives.</summary>
    Auto,

    /// <summary>Expected improvement over the best so far, in the logarithm; noise and pending trials integrated out.</summary>
    ExpectedImprovement,

    /// <summary>Probability of any improvement over the best so far.</summary>
    ProbabilityOfImprovement,

    /// <summary>What an optimist expects: the mean and two standard deviations.</summary>
    ConfidenceBound,

    /// <summary>The best point of one surface drawn from the surrogate.</summary>
    Thompson,

    /// <summary>Where the objective crosses its target value: the boundary between below and above is learnt, not one point of it.</summary>
    LevelSet,

    /// <summary>How much the surrogate would learn about the whole space.</summary>
    ActiveLearning,

    /// <summary>Expected gain of hypervolume of two to four objectives.</summary>
    Hypervolume,

    /// <summary>Expected improvement of a random scalarization of several objectives.</summary>
    Parego,
}
