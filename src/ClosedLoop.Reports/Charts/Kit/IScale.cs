namespace ClosedLoop.Reports;

/// <summary>Maps values of an axis to positions in a picture.</summary>
internal interface IScale
{
    /// <summary>The marked values, ascending.</summary>
    IReadOnlyList<Tick> Ticks { get; }

    /// <summary>The position of a value.</summary>
    double Map(double value);
}
