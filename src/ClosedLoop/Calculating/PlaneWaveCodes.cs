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
        var hashes = file.Pseudopotentials?.Hashes ?? new Dictionary<string, string>();
        return file.Type == "abinit"
            ? new Abinit(new AbinitSettings(file.Template, text, CodeFiles.Outputs(file.Outputs))
            {
                Constants = file.Constants,
                PseudopotentialFolders = Folders(file, AbinitSettings.DebianFolder, "abinit-data"),
                PseudopotentialHashes = hashes,
                Launcher = file.Launcher,
                TimeLimit = timeLimit,
            })
            : new QuantumEspresso(new QuantumEspressoSettings(file.Template, text, CodeFiles.Outputs(file.Outputs))
            {
                Constants = file.Constants,
                PseudopotentialFolders = Folders(file, QuantumEspressoSettings.DebianFolder, "quantum-espresso-data"),
                PseudopotentialHashes = hashes,
                Volumes = file.Volumes,
                Launcher = file.Launcher,
                TimeLimit = timeLimit,
            });
    }

    private string[] Folders(PlaneWaveCodeFile file, string debian, string package)
    {
        if (file.Pseudopotentials?.Folders is { } written)
        {
            return [.. written.Select(each => folder.Resolve(each) is { } path && Directory.Exists(path)
                ? path
                : throw new TemplateException($"{lab}({file.Line}): the folder of pseudopotentials '{each}' was not found"))];
        }

        return Directory.Exists(debian)
            ? [debian]
            : throw new TemplateException($"{lab}({file.Line}): the pseudopotentials of {file.Type} are not in {debian}; install the Debian package '{package}': apt-get install {package}");
    }
}
