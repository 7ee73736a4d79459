using System.Globalization;
using ClosedLoop.Campaigns;
using ClosedLoop.Domain;
using ClosedLoop.Orchestrator;

namespace ClosedLoop;

/// <summary>One line for each thing that a person would want to know; for files, pipes and terminals without control codes.</summary>
internal sealed class PlainView(CampaignSpec spec) : CampaignView
{
    private static readonly TimeSpan FirstBeat = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(30);

    private readonly Lock _gate = new();
    private CampaignState? _state;
    private IReadOnlyList<StepWait> _waits = [];
    private ITimer? _beat;

    public override void Begin(string banner, string file, Func<Task<IReadOnlyList<InstrumentRecord>>> instruments)
    {
        Say($"campaign '{spec.Name}' from {file}: {spec.Budget.Trials} trials, "
            + (spec.Batch.Mode == BatchMode.Asynchronous ? $"{spec.Batch.Size} in flight" : $"batches of {spec.Batch.Size}"));
        Say(banner);
        _beat = TimeProvider.System.CreateTimer(_ => Beat(instruments), null, FirstBeat, Heartbeat);
    }

    public override void Happened(CampaignState state, IReadOnlyList<CampaignEvent> events, string headHash)
    {
        Volatile.Write(ref _state, state);
        foreach (var happened in events)
        {
            if (happened is not (StepDispatched or StepAccepted or StepSucceeded or StepClosed or Retrained))
            {
                var (text, trouble) = EventText.Of(happened, spec);
                Say($"{Progress.Of(state)}  {Name(happened)}{(trouble ? " (!)" : "")}: {text}"
                    + (happened is ObservationRecorded ? $"; best {BestText.Of(state)}" : ""));
            }
        }
    }

    public override void Waits(CampaignState state, IReadOnlyList<StepWait> waits) => Volatile.Write(ref _waits, waits);

    public override void Note(string text) => Say(text);

    public override void Dispose() => _beat?.Dispose();

    private static string Name(CampaignEvent happened) => happened switch
    {
        BatchProposed => "proposed",
        ObservationRecorded => "observed",
        _ => string.Concat(happened.GetType().Name
            .Replace("Campaign", "", StringComparison.Ordinal)
            .Select((letter, index) => char.IsUpper(letter) ? (index > 0 ? " " : "") + char.ToLowerInvariant(letter) : letter.ToString())),
    };

    private async void Beat(Func<Task<IReadOnlyList<InstrumentRecord>>> instruments)
    {
        if (Volatile.Read(ref _state) is { } state)
        {
            var records = await instruments();
            var now = DateTimeOffset.UtcNow;
            var left = Progress.Left(state, now) is { } time ? $", about {Progress.Clock(time)} left" : "";
            var lacking = Progress.Lacking(state, records, now) is { } text ? $"; {text}" : "";
            Say($"{Progress.Of(state)}  {string.Join(", ", records.Select(record => $"{record.Id}: {Progress.Doing(record)}"))}{left}{lacking}");
            foreach (var wait in Volatile.Read(ref _waits))
            {
                Say($"  {EventText.Of(wait)}");
            }
        }
    }

    private void Say(string text)
    {
        lock (_gate)
        {
            Console.WriteLine($"{DateTimeOffset.Now.ToString("HH:mm:ss", CultureInfo.InvariantCulture)} {text}");
        }
    }
}
