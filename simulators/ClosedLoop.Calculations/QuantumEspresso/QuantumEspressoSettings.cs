using ClosedLoop.Domain;

namespace ClosedLoop.Calculations;

/// <summary>What a lab file says of calculations with pw.x.</summary>
/// <param name="TemplateName">The template's name, for messages.</param>
/// <param name="Template">Its text: an input of pw.x with places for values. Prefix, folders, restart mode and time limit are set by the instrument.</param>
/// <param name="Outputs">What a calculation tells.</param>
public sealed record QuantumEspressoSettings(string TemplateName, string Template, IReadOnlyList<DeclaredOutput> Outputs)
{
    /// <summary>Where Debian keeps the pseudopotentials that come with the program.</summary>
    public const string DebianFolder = "/usr/share/espresso/pseudo";

    /// <summary>Values for places of the template that no campaign chooses; none by default.</summary>
    public IReadOnlyDictionary<string, ParameterValue> Constants { get; init; } = new Dictionary<string, ParameterValue>();

    /// <summary>Where pseudopotentials are, absolute, in the order of looking; Debian's folder by default.</summary>
    public IReadOnlyList<string> PseudopotentialFolders { get; init; } = [DebianFolder];

    /// <summary>File of a pseudopotential → SHA-256 that it must have; files that are absent here may have any.</summary>
    public IReadOnlyDictionary<string, string> PseudopotentialHashes { get; init; } = new Dictionary<string, string>();

    /// <summary>
    /// Volumes of the cell, relative to the template's, at which the energy is calculated for an equation of state; empty, the default, calculates at the template's cell alone. At least five.
    /// </summary>
    public IReadOnlyList<double> Volumes { get; init; } = [];

    /// <summary>What starts the program, such as <c>mpirun -np 4</c>; nothing by default.</summary>
    public IReadOnlyList<string> Launcher { get; init; } = [];

    /// <summary>How long one run may take; pw.x stops by itself at 95 % of it, with a checkpoint. Null leaves it to the instrument.</summary>
    public TimeSpan? TimeLimit { get; init; }
}
