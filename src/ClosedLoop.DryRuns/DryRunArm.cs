using System.Globalization;
using ClosedLoop.Domain;

namespace ClosedLoop.DryRuns;

/// <summary>One way to run a campaign, for a comparison.</summary>
/// <param name="Name">As it is shown.</param>
/// <param name="Spec">The campaign run that way.</param>
public sealed record DryRunArm(string Name, CampaignSpec Spec)
{
    private const int MostInFlight = 1000;
    private const string Known = "synchronous, asynchronous (each also with =N), batch=N, random";

    /// <summary>The campaign as its file says.</summary>
    public static DryRunArm AsWritten(CampaignSpec spec)
    {
        ArgumentNullException.ThrowIfNull(spec);
        return new DryRunArm($"as written ({Describe(spec.Batch)})", spec);
    }

    /// <summary>
    /// The campaign as written, then the arms that a text such as <c>synchronous,asynchronous=4,batch=8,random</c> names; those that are the same as one before
    /// are left out. <c>synchronous</c> and <c>asynchronous</c> keep the number, <c>batch=N</c> keeps the mode, <c>random</c> keeps both and never asks the
    /// surrogate.
    /// </summary>
    /// <exception cref="DryRunRefusedException">An arm is not known, or not possible with this campaign: all of them.</exception>
    public static IReadOnlyList<DryRunArm> Parse(string text, CampaignSpec spec)
    {
        ArgumentNullException.ThrowIfNull(text);
        var arms = new List<DryRunArm> { AsWritten(spec) };
        var errors = new List<string>();
        foreach (var name in text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            var (arm, error) = Parse(name, spec, spec.Batch);
            if (error is not null)
            {
                errors.Add($"--compare {name}: {error}");
            }
            else if (!arms.Exists(known => known.Spec.Batch == arm!.Spec.Batch && known.Spec.InitialTrials == arm.Spec.InitialTrials))
            {
                arms.Add(arm!);
            }
        }

        return errors.Count == 0 ? arms : throw new DryRunRefusedException(errors);
    }

    private static (DryRunArm? Arm, string? Error) Parse(string name, CampaignSpec spec, BatchPolicy batch)
    {
        var parts = name.Split('=', 2);
        var number = batch.Size;
        if (parts.Length == 2 && !(int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out number) && number is >= 1 and <= MostInFlight))
        {
            return (null, $"'{parts[1]}' is not a number from 1 to {MostInFlight}");
        }

        if (number > spec.Budget.Trials)
        {
            return (null, $"{number} trials side by side are more than the budget of {spec.Budget.Trials}");
        }

        switch (parts[0])
        {
            case "synchronous":
                return (Of(spec, new BatchPolicy(BatchMode.Synchronous, number)), null);
            case "asynchronous":
                return (Of(spec, new BatchPolicy(BatchMode.Asynchronous, number)), null);
            case "batch" when parts.Length == 2:
                return (Of(spec, batch with { Size = number }), null);
            case "random" when parts.Length == 1:
                return (new DryRunArm("random", spec with { InitialTrials = spec.Budget.Trials }), null);
            default:
                return (null, $"there is no such arm; there are {Known}");
        }
    }

    private static DryRunArm Of(CampaignSpec spec, BatchPolicy batch) => new(Describe(batch), spec with { Batch = batch });

    private static string Describe(BatchPolicy batch) =>
        batch.Mode == BatchMode.Asynchronous ? $"{batch.Size} in flight" : batch.Size == 1 ? "one by one" : $"batches of {batch.Size}";
}
