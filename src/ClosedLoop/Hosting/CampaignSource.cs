using ClosedLoop.CampaignFiles;
using ClosedLoop.Domain;
using ClosedLoop.Optimization;

namespace ClosedLoop;

/// <summary>A campaign file, read and valid.</summary>
/// <param name="Spec">What it says.</param>
/// <param name="Text">Its text as written, for the campaign's folder and the report.</param>
internal sealed record CampaignSource(CampaignSpec Spec, string Text)
{
    /// <summary>Instruments that stand in for real ones in a dry run.</summary>
    public IReadOnlyList<InstrumentFile> StandIns { get; init; } = [];

    /// <exception cref="BadInputException">There is no such file, or it has mistakes: all of them, with lines.</exception>
    public static CampaignSource Read(string path) => File.Exists(path)
        ? Parse(File.ReadAllText(path), path)
        : throw new BadInputException(Directory.Exists(path) ? $"{path} is a folder; name a campaign file in it" : $"{path}: there is no such file");

    /// <exception cref="BadInputException">It has mistakes: all of them, with lines.</exception>
    public static CampaignSource Parse(string text, string path)
    {
        var result = CampaignFileReader.Read(text, path, DataFolder.Of(path).ReadText, Feasibility.WhyEmpty);
        return result.Spec is { } spec
            ? new CampaignSource(spec, text) { StandIns = result.StandIns }
            : throw new BadInputException([.. result.Errors.Select(error => error.ToString())]);
    }
}
