using ClosedLoop.Calculations;
using ClosedLoop.CampaignFiles;

namespace ClosedLoop;

/// <summary>Makes codes of type <c>xtb</c> from what a lab file says.</summary>
/// <param name="lab">The lab file's path, for messages.</param>
/// <param name="folder">Finds the files that it names.</param>
internal sealed class XtbCodes(string lab, DataFolder folder)
{
    /// <summary>The code.</summary>
    /// <exception cref="TemplateException">Files are missing or do not fit.</exception>
    public Xtb Make(XtbCodeFile file, TimeSpan? timeLimit)
    {
        var settings = new XtbSettings(file.Geometry, CodeFiles.Text(lab, file.GeometryLine, folder, file.Geometry), CodeFiles.Outputs(file.Outputs));
        return new Xtb(settings with
        {
            Method = file.Method switch { XtbMethodFile.Gfn1 => XtbMethod.Gfn1, XtbMethodFile.GfnFF => XtbMethod.GfnFF, _ => XtbMethod.Gfn2 },
            Optimization = file.Optimization,
            Charge = file.Charge,
            Unpaired = file.Unpaired,
            Solvent = file.Solvent ?? settings.Solvent,
            Torsions = [.. file.Torsions.Select(torsion => new XtbTorsion(torsion.Atoms, torsion.Angle))],
            Substituents = [.. file.Substituents.Select(place => new XtbSubstituent(place.Key, place.Value))],
            Groups = file.Groups is { } groups ? CodeFiles.Text(lab, file.Line, folder, groups) : null,
            Constants = file.Constants,
            TimeLimit = timeLimit,
        });
    }
}
