using ClosedLoop.Domain;

namespace ClosedLoop.Optimization;

/// <summary>A parameter that varies continuously, as one variable that searches move. The variable runs from 0 to 1 between the bounds.</summary>
internal interface IContinuousEncoding : IParameterEncoding
{
    /// <summary>The key.</summary>
    string Name { get; }

    /// <summary>Whether the scale is logarithmic.</summary>
    bool IsLog { get; }

    /// <summary>Whether 0 and 1 are the same place, so that a search may go on beyond them.</summary>
    bool IsPeriodic { get; }

    /// <summary>The variable at some coordinates.</summary>
    double Variable(ReadOnlySpan<double> coordinates);

    /// <summary>Writes the coordinates at a value of the variable, brought back between 0 and 1: by turns where it is periodic.</summary>
    void Place(double variable, Span<double> coordinates);

    /// <summary>The derivative by the variable of what has a gradient by the coordinates.</summary>
    double Pull(ReadOnlySpan<double> coordinates, ReadOnlySpan<double> gradient);

    /// <summary>The parameter's value at a value of the variable, and its derivative.</summary>
    Dual At(double variable);
}
