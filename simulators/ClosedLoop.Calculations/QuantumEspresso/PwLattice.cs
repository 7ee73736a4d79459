using System.Globalization;

namespace ClosedLoop.Calculations;

/// <summary>The cell of an input of pw.x at another volume, its shape and the atoms' fractions of it kept.</summary>
internal static class PwLattice
{
    private static readonly string[] Edges = ["A", "B", "C"];

    /// <summary>The input with a cell of this volume relative to the one that it has.</summary>
    /// <exception cref="TemplateException">Positions are absolute, or the cell is written in a way that is not known here.</exception>
    public static PwInput Scaled(PwInput input, double volume)
    {
        var factor = Math.Cbrt(volume);
        if (input.CardOption("ATOMIC_POSITIONS") is "angstrom" or "bohr")
        {
            throw new TemplateException("an equation of state needs ATOMIC_POSITIONS that follow the cell; write them in crystal or alat");
        }

        if (input.Real("system", "celldm(1)") is { } celldm)
        {
            return input.With("system", "celldm(1)", celldm * factor);
        }

        if (input.Real("system", "A") is not null)
        {
            return Edges.Aggregate(input, (scaled, edge) => input.Real("system", edge) is { } length ? scaled.With("system", edge, length * factor) : scaled);
        }

        return input.CardOption("CELL_PARAMETERS") is "angstrom" or "bohr"
            ? input.WithCard("CELL_PARAMETERS", input.Card("CELL_PARAMETERS").Take(3).Select(line => Row(line, factor)))
            : throw new TemplateException("an equation of state needs a cell of known size: celldm(1), A (with B and C), or CELL_PARAMETERS in angstrom or bohr");
    }

    private static string Row(string line, double factor) => string.Join(' ', line.Split(default(char[]), StringSplitOptions.RemoveEmptyEntries)
        .Select(word => (double.Parse(word, CultureInfo.InvariantCulture) * factor).ToString("R", CultureInfo.InvariantCulture)));
}
