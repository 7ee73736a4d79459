using System.Globalization;

namespace ClosedLoop.Calculations;

/// <summary>Finds a number in a program's output. Closed set: regular expression, JSON path, XML path, CSV column.</summary>
/// <param name="File">The file.</param>
/// <param name="Factor">What the number is multiplied with, such as from the program's unit to the declared one; 1 by default.</param>
public abstract record ValueReader(string File, double Factor)
{
    /// <summary>The way it is found, as text: part of the cache's key.</summary>
    internal abstract string Way { get; }

    /// <summary>The value; null when it is not there, with what was looked for.</summary>
    internal double? Read(ICalculationFolder folder, out string problem)
    {
        problem = "";
        if (folder.Text(File) is not { } text)
        {
            problem = $"{File} is not there";
            return null;
        }

        if (Find(text, out problem) is not { } found)
        {
            return null;
        }

        // Fortran writes 1.5D-03.
        if (!double.TryParse(found.Trim().Replace('d', 'e').Replace('D', 'E'), NumberStyles.Float, CultureInfo.InvariantCulture, out var number))
        {
            problem = $"'{found.Trim()}' in {File} ({Way}) is not a number";
            return null;
        }

        return number * Factor;
    }

    /// <summary>The text of the number.</summary>
    protected abstract string? Find(string text, out string problem);
}
