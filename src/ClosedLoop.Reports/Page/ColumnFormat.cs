using System.Globalization;

namespace ClosedLoop.Reports;

/// <summary>Writes the numbers of one table column with the same number of decimals, so that the eye can compare them.</summary>
internal sealed class ColumnFormat
{
    private const int Digits = 4;

    /// <summary>From this ratio of greatest to least size on, equal decimals would hide the small ones.</summary>
    private const double WideRatio = 300;

    private readonly int? _decimals;

    /// <summary>Chooses the decimals that give the largest number four digits; none when all are whole.</summary>
    public ColumnFormat(IEnumerable<double> values)
    {
        var sizes = values.Where(value => double.IsFinite(value) && value != 0).Select(Math.Abs).ToArray();
        if (sizes.Length == 0 || Array.TrueForAll(sizes, size => size == Math.Round(size) && size < 1e6))
        {
            _decimals = sizes.Length == 0 ? null : 0;
            return;
        }

        var most = sizes.Max();
        var before = Math.Max(1, (int)Math.Floor(Math.Log10(most)) + 1);
        _decimals = most >= 1e6 || most < 1e-2 || most / sizes.Min() > WideRatio ? null : Math.Max(0, Digits - before);
    }

    /// <summary>A number of the column.</summary>
    public string Write(double value) => _decimals is { } decimals && double.IsFinite(value)
        ? Figures.Minus((Math.Round(value, decimals) + 0.0).ToString("F" + decimals, CultureInfo.InvariantCulture))
        : Figures.Short(value);
}
