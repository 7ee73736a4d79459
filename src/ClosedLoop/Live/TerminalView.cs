using System.Globalization;
using ClosedLoop.Campaigns;
using ClosedLoop.Domain;
using ClosedLoop.Orchestrator;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace ClosedLoop;

/// <summary>A screen that redraws four times a second: phase, progress, best, instruments, the last events.</summary>
internal sealed class TerminalView(CampaignSpec spec) : CampaignView
{
    private const int EventLines = 8;
    private const int WaitLines = 4;
    private static readonly TimeSpan Refresh = TimeSpan.FromMilliseconds(250);

    private readonly Lock _gate = new();
    private readonly LinkedList<string> _events = new();
    private readonly CancellationTokenSource _end = new();
    private CampaignState? _state;
    private IReadOnlyList<StepWait> _waits = [];
    private Task _drawing = Task.CompletedTask;
    private bool _disposed;

    public override void Begin(string banner, string file, Func<Task<IReadOnlyList<InstrumentRecord>>> instruments)
    {
        AnsiConsole.MarkupLineInterpolated($"[bold]{spec.Name}[/]  [grey]{file}[/]");
        AnsiConsole.MarkupLineInterpolated($"[grey]{banner}[/]");
        _drawing = Task.Run(() => AnsiConsole.Live(new Text("starting")).AutoClear(false).StartAsync(screen => DrawAsync(screen, instruments)));
    }

    public override void Happened(CampaignState state, IReadOnlyList<CampaignEvent> events, string headHash)
    {
        Volatile.Write(ref _state, state);
        foreach (var happened in events)
        {
            if (happened is not (StepAccepted or StepClosed))
            {
                var (text, trouble) = EventText.Of(happened, spec);
                Keep(happened.At, happened.GetType().Name, text, trouble ? "yellow" : happened is ObservationRecorded ? "green" : "grey");
            }
        }
    }

    public override void Waits(CampaignState state, IReadOnlyList<StepWait> waits) => Volatile.Write(ref _waits, waits);

    public override void Note(string text) => Keep(DateTimeOffset.UtcNow, "Host", text, "yellow");

    public override void Dispose()
    {
        if (!_disposed)
        {
            _disposed = true;
            _end.Cancel();
            _drawing.Wait();
            _end.Dispose();
        }
    }

    private void Keep(DateTimeOffset at, string kind, string text, string colour)
    {
        lock (_gate)
        {
            _events.AddLast($"[grey]{at.ToLocalTime().ToString("HH:mm:ss", CultureInfo.InvariantCulture)}[/] [{colour}]{kind}[/] {Markup.Escape(text)}");
            if (_events.Count > EventLines)
            {
                _events.RemoveFirst();
            }
        }
    }

    private async Task DrawAsync(LiveDisplayContext screen, Func<Task<IReadOnlyList<InstrumentRecord>>> instruments)
    {
        while (!_end.IsCancellationRequested)
        {
            if (Volatile.Read(ref _state) is { } state)
            {
                screen.UpdateTarget(Screen(state, await instruments()));
            }

            await Task.Delay(Refresh, TimeProvider.System, _end.Token).ContinueWith(_ => { }, TaskScheduler.Default);
        }

        if (Volatile.Read(ref _state) is { } last)
        {
            screen.UpdateTarget(Screen(last, []));
        }
    }

    private Rows Screen(CampaignState state, IReadOnlyList<InstrumentRecord> instruments)
    {
        var now = DateTimeOffset.UtcNow;
        var done = state.Trials.Values.Count(trial => trial.Status != TrialStatus.InFlight);
        var parts = new List<IRenderable>
        {
            new BreakdownChart().Width(60).HideTags().AddItem("done", done, Color.Green).AddItem("in flight", state.InFlight.Count, Color.Yellow)
                .AddItem("to go", Math.Max(0, spec.Budget.Trials - state.Trials.Count), Color.Grey),
            new Markup($"[bold]{PhaseTable.Of(state).ToString().ToLowerInvariant()}[/]  {done} of {spec.Budget.Trials} done, "
                + $"{state.InFlight.Count} in flight{Troubles(state)}"
                + $"   elapsed {Progress.Clock(now - state.StartedAt)}{(Progress.Left(state, now) is { } left ? $", about {Progress.Clock(left)} left" : "")}"),
            new Markup($"best  [bold green]{Markup.Escape(BestText.Of(state))}[/]"),
        };
        if (Progress.Lacking(state, instruments, now) is { } lacking && instruments.Count > 0)
        {
            parts.Add(new Markup($"[yellow]{Markup.Escape(lacking)}[/]"));
        }

        foreach (var record in instruments)
        {
            parts.Add(new Markup($"  {Markup.Escape(record.Id),-20} [blue]{Markup.Escape(Progress.Doing(record))}[/]"));
        }

        parts.AddRange(Volatile.Read(ref _waits).Take(WaitLines).Select(wait => new Markup($"  [grey]{Markup.Escape(EventText.Of(wait))}[/]") { Overflow = Overflow.Ellipsis }));
        lock (_gate)
        {
            parts.AddRange(_events.Select(line => new Markup(line) { Overflow = Overflow.Ellipsis }));
        }

        return new Rows(parts);
    }

    private static string Troubles(CampaignState state)
    {
        var failed = state.Trials.Values.Count(trial => trial.Status == TrialStatus.Failed);
        var quarantined = state.Trials.Values.Count(trial => trial.Status == TrialStatus.Quarantined);
        return (failed > 0 ? $", [yellow]{failed} failed[/]" : "") + (quarantined > 0 ? $", [red]{quarantined} quarantined[/]" : "");
    }
}
