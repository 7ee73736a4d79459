using ClosedLoop.Domain;

namespace ClosedLoop.Calculations;

/// <summary>What a lab file says of calculations with abinit.</summary>
/// <param name="TemplateName">The template's name, for messages.</param>
/// <param name="Template">Its text: an input of abinit with places for values. The folder of the pseudopotentials is set by the instrument.</param>
/// <param name="Outputs">What a calculation tells.</param>
public sealed record AbinitSettings(string TemplateName, string Template, IReadOnlyList<DeclaredOutput> Outputs)
{
    /// <summary>Where Debian keeps the pseudopotentials that come with the program.</summary>
    public const string DebianFolder = "/usr/share/abinit/psp";

    /// <summary>Values for places of the template that no campaign chooses; none by default.</summary>
    public IReadOnlyDictionary<string, ParameterValue> Constants { get; init; } = new Dictionary<string, ParameterValue>();

    /// <summary>Where pseudopotentials are, absolute, in the order of looking; Debian's folder by default.</summary>
    public IReadOnlyList<string> PseudopotentialFolders { get; init; } = [DebianFolder];

    /// <summary>File of a pseudopotential → SHA-256 that it must have; files that are absent here may have any.</summary>
    public IReadOnlyDictionary<string, string> PseudopotentialHashes { get; init; } = new Dictionary<string, string>();

    /// <summary>What starts the program, such as <c>mpirun -np 4</c>; nothing by default.</summary>
    public IReadOnlyList<string> Launcher { get; init; } = [];

    /// <summary>How long one run may take; null leaves it to the instrument.</summary>
    public TimeSpan? TimeLimit { get; init; }
}
