using System.Globalization;
using ClosedLoop.Domain;

namespace ClosedLoop.Calculations;

/// <summary>The declared outputs of a code: checked when the code is made, converted when a calculation is done.</summary>
internal sealed class DeclaredOutputs
{
    private readonly List<(DeclaredOutput Declared, string? Key, PhysicalUnit? Unit, Formula? Formula)> _outputs = [];

    /// <summary>Reads the declarations.</summary>
    /// <param name="declared">At least one.</param>
    /// <param name="known">What the code can tell, and what each measures.</param>
    /// <exception cref="TemplateException">A quantity, unit or formula is not known; the message names the output.</exception>
    public DeclaredOutputs(IReadOnlyList<DeclaredOutput> declared, IReadOnlyDictionary<string, Dimension> known)
    {
        if (declared.Count == 0)
        {
            throw new TemplateException($"a calculation without outputs is worth nothing; declare one of {string.Join(", ", known.Keys)}");
        }

        foreach (var output in declared)
        {
            if (_outputs.Exists(other => other.Declared.Name == output.Name))
            {
                throw new TemplateException($"the output '{output.Name}' is declared twice");
            }

            _outputs.Add(output.Formula is null ? OfQuantity(output, known) : OfFormula(output));
        }
    }

    /// <summary>Their names.</summary>
    public IReadOnlyList<string> Names => [.. _outputs.Select(output => output.Declared.Name)];

    /// <summary>The quantities that are asked for, as <see cref="Key"/> writes them.</summary>
    public IEnumerable<string> Keys => _outputs.Select(output => output.Key).OfType<string>().Distinct(StringComparer.Ordinal);

    /// <summary>All of the declarations as text, for the cache's key.</summary>
    public string Reading => string.Join('\n', _outputs.Select(output =>
        $"{output.Declared.Name} = {output.Key ?? output.Declared.Formula} in {output.Unit?.Name}"));

    /// <summary>A quantity's name, with the point of reciprocal space where it is taken: <c>gap@0.5,0.5,0</c>.</summary>
    public static string Key(string quantity, IReadOnlyList<double>? at) =>
        at is null ? quantity : $"{quantity}@{string.Join(',', at.Select(x => x.ToString("R", CultureInfo.InvariantCulture)))}";

    /// <summary>The outputs of these quantities.</summary>
    /// <param name="quantities">Key → value in Hartree atomic units.</param>
    /// <returns>Finished; implausible when a value is no number, failed when the program did not tell one.</returns>
    public CalculationEnding Conclude(IReadOnlyDictionary<string, double> quantities)
    {
        var values = new Dictionary<string, double>(StringComparer.Ordinal);
        foreach (var (declared, key, unit, formula) in _outputs)
        {
            if (key is not null && !quantities.ContainsKey(key))
            {
                return new CalculationEnding.Failed("no-output", $"the program told no {key}, which the output '{declared.Name}' is to be");
            }

            var value = key is null ? formula!.Evaluate(name => new Dual(values[name], 0)).Value : quantities[key] / unit!.InAtomicUnits;
            if (!double.IsFinite(value))
            {
                return new CalculationEnding.Implausible($"{declared.Name} is no number");
            }

            values[declared.Name] = value;
        }

        return new CalculationEnding.Finished(values);
    }

    private static (DeclaredOutput, string?, PhysicalUnit?, Formula?) OfQuantity(DeclaredOutput output, IReadOnlyDictionary<string, Dimension> known)
    {
        if (output.Quantity is null || !known.TryGetValue(output.Quantity, out var dimension))
        {
            throw new TemplateException($"output '{output.Name}': '{output.Quantity}' is not known here; use {string.Join(", ", known.Keys)}");
        }

        try
        {
            var unit = output.Unit is null ? PhysicalUnit.Usual(dimension) : PhysicalUnit.Named(output.Unit, dimension);
            return (output, Key(output.Quantity, output.At), unit, null);
        }
        catch (TemplateException error)
        {
            throw new TemplateException($"output '{output.Name}': {error.Message}");
        }
    }

    private (DeclaredOutput, string?, PhysicalUnit?, Formula?) OfFormula(DeclaredOutput output)
    {
        try
        {
            var formula = Formula.Parse(output.Formula!);
            return formula.Names.FirstOrDefault(name => !_outputs.Exists(other => other.Declared.Name == name)) is { } unknown
                ? throw new TemplateException($"output '{output.Name}': '{unknown}' is no output declared before it")
                : (output, null, null, formula);
        }
        catch (FormulaException error)
        {
            throw new TemplateException($"output '{output.Name}': '{output.Formula}', character {error.Position}: {error.Message}");
        }
    }
}
