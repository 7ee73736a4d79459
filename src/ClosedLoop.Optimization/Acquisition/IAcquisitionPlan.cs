namespace ClosedLoop.Optimization;

/// <summary>Builds the acquisition of one candidate after another: what is pending conditions it.</summary>
internal interface IAcquisitionPlan
{
    /// <summary>Encoded observed points worth searching around, best first.</summary>
    IReadOnlyList<double[]> Promising { get; }

    /// <summary>The acquisition given everything pending so far.</summary>
    IAcquisition Acquisition();

    /// <summary>Conditions on a trial in flight.</summary>
    void Pend(double[] point);
}
