namespace ClosedLoop.Optimization;

/// <summary>
/// A row-major matrix whose rows and row length are padded to multiples of eight, so that kernels of eight lanes need no remainder loops.
/// Eight lanes are used on every machine (narrower ones run them in halves), so results do not depend on the vector width.
/// </summary>
internal sealed class PaddedMatrix
{
    public const int Lanes = 8;

    public PaddedMatrix(int rows, int columns)
    {
        Rows = rows;
        Columns = columns;
        PaddedRows = Pad(rows);
        Stride = Pad(columns);
        Values = new double[PaddedRows * Stride];
    }

    public int Rows { get; }

    public int Columns { get; }

    public int PaddedRows { get; }

    public int Stride { get; }

    public double[] Values { get; }

    public double this[int row, int column]
    {
        get => Values[(row * Stride) + column];
        set => Values[(row * Stride) + column] = value;
    }

    /// <summary>The smallest multiple of the lane count that holds <paramref name="length"/>.</summary>
    public static int Pad(int length) => (length + Lanes - 1) / Lanes * Lanes;

    /// <summary>A row with its padding.</summary>
    public Span<double> Row(int row) => Values.AsSpan(row * Stride, Stride);

    public void CopyTo(PaddedMatrix other) => Values.AsSpan().CopyTo(other.Values);
}
