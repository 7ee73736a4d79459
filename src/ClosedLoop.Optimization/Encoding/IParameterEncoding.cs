using ClosedLoop.Domain;

namespace ClosedLoop.Optimization;

/// <summary>One parameter as coordinates of the unit cube.</summary>
internal interface IParameterEncoding
{
    /// <summary>Number of coordinates.</summary>
    int Width { get; }

    /// <summary>How many uniform numbers a random value takes.</summary>
    int Uniforms { get; }

    /// <summary>Whether coordinates vary continuously; else only values from <see cref="All"/> exist.</summary>
    bool IsContinuous { get; }

    /// <summary>Whether values are names without order, so that any two are equally alike.</summary>
    bool IsNominal => false;

    /// <summary>Number of values; infinite when continuous.</summary>
    double Cardinality { get; }

    /// <summary>For each coordinate the name of its length scale; coordinates that share a name share the scale.</summary>
    IReadOnlyList<string> LengthScales { get; }

    /// <summary>Writes the coordinates of a candidate's value.</summary>
    void Encode(Candidate candidate, Span<double> coordinates);

    /// <summary>Adds the nearest valid value to a candidate's values.</summary>
    void Decode(ReadOnlySpan<double> coordinates, ICollection<KeyValuePair<string, ParameterValue>> values);

    /// <summary>A value from uniform numbers in (0, 1), spread evenly over what is allowed.</summary>
    void Sample(ReadOnlySpan<double> uniforms, Span<double> coordinates);

    /// <summary>Uniform numbers from which <see cref="Sample"/> makes these coordinates.</summary>
    void Uniform(ReadOnlySpan<double> coordinates, Span<double> uniforms);

    /// <summary>Values one move away; none when continuous.</summary>
    IEnumerable<double[]> Neighbours(double[] coordinates);

    /// <summary>Every value; only when not continuous.</summary>
    IEnumerable<double[]> All();
}
