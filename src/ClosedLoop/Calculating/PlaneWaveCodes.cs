using ClosedLoop.Calculations;
using ClosedLoop.CampaignFiles;

namespace ClosedLoop;

/// <summary>Makes codes of type <c>quantum-espresso</c> and <c>abinit</c> from what a lab file says.</summary>
/// <param name="lab">The lab file's path, for messages.</param>
/// <param name="folder">Finds the files that it names.</param>
internal sealed class PlaneWaveCodes(string lab, DataFolder folder)
{
    /// <summary>The code.</summary>
    /// <exception cref="TemplateException">Files are missing or do not fit.</exception>
    public ICalculationCode Make(PlaneWaveCodeFile file, TimeSpan? timeLimit)
    {
        var text = CodeFiles.Text(lab, file.TemplateLine, folder, file.Template);
        var folders = file.Pseudopotentials?.Folders is { } written ? written.Select(each => Folder(file, each)).ToArray() : null;
        var hashes = file.Pseudopotentials?.Hashes ?? new Dictionary<string, string>();
        if (file.Type == "abinit")
        {
            var abinit = new AbinitSettings(file.Template, text, CodeFiles.Outputs(file.Outputs)) { Constants = file.Constants, PseudopotentialHashes = hashes, Launcher = file.Launcher, TimeLimit = timeLimit };
            return new Abinit(folders is null ? abinit : abinit with { PseudopotentialFolders = folders });
        }

        var settings = new QuantumEspressoSettings(file.Template, text, CodeFiles.Outputs(file.Outputs))
        {
            Constants = file.Constants,
            PseudopotentialHashes = hashes,
            Volumes = file.Volumes,
            Launcher = file.Launcher,
            TimeLimit = timeLimit,
        };
        return new QuantumEspresso(folders is null ? settings : settings with { PseudopotentialFolders = folders });
    }

    private string Folder(PlaneWaveCodeFile file, string written) => folder.Resolve(written) is { } path && Directory.Exists(path)
        ? path
        : throw new TemplateException($"{lab}({file.Line}): the folder of pseudopotentials '{written}' was not found");
}
