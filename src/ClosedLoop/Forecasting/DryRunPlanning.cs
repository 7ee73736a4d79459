using System.Numerics;
using System.Runtime.InteropServices;
using ClosedLoop.CampaignFiles;
using ClosedLoop.Campaigns;
using ClosedLoop.DryRuns;
using ClosedLoop.Journal;
using ClosedLoop.Storage;

namespace ClosedLoop;

/// <summary>Makes the plan of a dry run from files and journals. They are only read.</summary>
internal sealed class DryRunPlanning(ClosedLoopSettings settings, DryRunRequest request, ClockText clock)
{
    /// <exception cref="BadInputException">A file has mistakes.</exception>
    /// <exception cref="DryRunRefusedException">Something has no stand-in.</exception>
    public DryRunPlan Plan(CampaignSource source)
    {
        var (path, lab) = Lab(source.Spec.Lab);
        return new DryRunPlan
        {
            Spec = source.Spec,
            Lab = StandInLab.Choose(source.Spec, request.File, source.StandIns, path, lab, request.Like is { } like ? Earlier(like, source) : null),
            Stock = StockShelf.Of(source.Spec, lab, path),
            Seed = request.Seed,
            Start = clock.Start(request.Start),
            Runtime = RuntimeInformation.FrameworkDescription,
            VectorWidth = Vector<byte>.Count * 8,
        };
    }

    private (string Path, LabFile? Lab) Lab(string name)
    {
        var path = Path.Combine(settings.LabsFolder, $"{name}.yaml");
        if (!File.Exists(path))
        {
            return (path, null);
        }

        var read = LabFileReader.Read(File.ReadAllText(path), path);
        return (path, read.File ?? throw new BadInputException([.. read.Errors.Select(error => error.ToString())]));
    }

    private EarlierCampaign Earlier(string name, CampaignSource source)
    {
        var events = CampaignEvents.Read(new Journals(new FileDisk(), settings.DataFolder), name);

        // A simulated lab may run faster than its own clock; real instruments and dry runs do not.
        var simulated = events.OfType<StepDispatched>().Any(dispatch => dispatch.Simulated) && !events.OfType<CampaignStarted>().Any(started => started.DryRun);
        var speed = simulated && events.OfType<CampaignStarted>().FirstOrDefault() is { } start ? Lab(start.Spec.Lab).Lab?.Speed ?? 1 : 1;
        return EarlierCampaign.Of(events, speed, source.Spec);
    }
}
