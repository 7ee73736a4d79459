namespace ClosedLoop.Domain;

/// <summary>What is wrong between a campaign and its surrogate.</summary>
public enum AlarmKind
{
    /// <summary>Candidates turn out far worse than predicted again and again: the search seeks out the surrogate's errors.</summary>
    Exploitation,

    /// <summary>Candidates crowd in one place and bring nothing new.</summary>
    DiversityCollapse,

    /// <summary>Measurements drift away from predictions, or scatter more than they did: something outside the model has changed.</summary>
    DistributionShift,
}
