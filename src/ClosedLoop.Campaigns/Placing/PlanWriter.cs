using System.Globalization;
using ClosedLoop.Domain;

namespace ClosedLoop.Campaigns;

/// <summary>Puts a schedule into the lab's words: grants, reasons to wait, bookings.</summary>
internal sealed class PlanWriter(LabSituation picture, LabSamples lab, Schedule schedule, IReadOnlySet<int> unsafeNow)
{
    private static readonly TimeSpan ShortestLook = TimeSpan.FromSeconds(1);

    public PlacementPlan Write(IReadOnlyList<(Sample Sample, Schedule.Placed Placed)> begins)
    {
        var beginning = begins.Select(begin => begin.Sample.Index).ToHashSet();
        var waiting = lab.Samples.Where(sample => sample.Waits && !beginning.Contains(sample.Index)).ToList();
        return new PlacementPlan(
            [.. begins.Select(begin => Grant(begin.Sample, begin.Placed))],
            [.. waiting.Select(sample => new StepWait(sample.Owed!, Reason(sample), Expected(sample)) { Lacks = sample.Lacks?.Name })],
            [.. lab.Samples.SelectMany(Bookings).OrderBy(booking => booking.Start)],
            LookAgain(waiting));
    }

    private StepGranted Grant(Sample sample, Schedule.Placed placed)
    {
        var instrument = lab.Instruments[placed.Instrument];
        return new StepGranted(sample.Owed!, instrument.Id, instrument.LedgerId, instrument.Simulated)
        {
            At = picture.Now,
            ExpectedSeconds = Math.Round(placed.Slot.End - placed.Slot.Start, 3),
            Priority = sample.Demand.Priority,
            Clock = lab.Samples.Where(other => other == sample || (other.Waits && other.Options[0].Any(option => option.Instrument == placed.Instrument)))
                .Min(other => lab.UseOf(placed.Instrument).ClockOf(other.Demand.Run)),
            Since = sample.Route.Since,
            SetUpFor = placed.Key,
            Uses = sample.Needs.Count == 0 ? null : sample.Needs,
            Keeps = instrument.KeepsSamples ? true : null,
        };
    }

    private IEnumerable<Booking> Bookings(Sample sample) => (schedule.Bookings.GetValueOrDefault(sample.Index) ?? []).Select(placed => new Booking(
        sample.Demand.Run,
        sample.Route.Trial,
        sample.Route.Steps[placed.Step].Name,
        lab.Instruments[placed.Instrument].Id,
        At(placed.Slot.Start),
        At(placed.Slot.End)));

    private DateTimeOffset At(double seconds) => picture.Now + TimeSpan.FromSeconds(seconds);

    private DateTimeOffset? Expected(Sample sample) =>
        sample.Lacks is null && schedule.Bookings.GetValueOrDefault(sample.Index) is [var first, ..] && (first.Slot.Start > 0 || sample.Ready > 0) ? At(first.Slot.Start) : null;

    /// <summary>Only what waits beside a free place waits for the clock; the others wait for news.</summary>
    private DateTimeOffset? LookAgain(List<Sample> waiting)
    {
        var times = waiting
            .Where(sample => schedule.Bookings.GetValueOrDefault(sample.Index) is [var first, ..] && lab.Timelines[first.Instrument].Free > 0)
            .Select(sample => At(schedule.Bookings[sample.Index][0].Slot.Start))
            .Concat(lab.Instruments.Where(instrument => !instrument.Ready).Select(instrument => instrument.ReadyAt).OfType<DateTimeOffset>())
            .ToList();
        return waiting.Count == 0 || times.Count == 0 ? null
            : times.Min() is var first && first > picture.Now + ShortestLook ? first
            : picture.Now + ShortestLook;
    }

    private string Reason(Sample sample)
    {
        var step = sample.Route.Steps[0];
        if (sample.Lacks is { } item)
        {
            return $"it needs {Amount(sample.Needs[item.Name], item)} of {item.Name}, and {Amount(lab.StockOf(item.Name), item)} are left: fill it up, then closedloop refill {item.Name} AMOUNT";
        }

        if (sample.Ready > 0)
        {
            return $"tried again at {Clock(sample.Ready)}, after a refusal or a failure of the machine";
        }

        if (sample.Options[0].Count == 0)
        {
            return $"no instrument offers {step.Capability}";
        }

        return sample.Offered <= sample.LinkedTo[0]
            ? $"{sample.Route.Steps[sample.Offered].Name} must follow it, and no instrument offers {sample.Route.Steps[sample.Offered].Capability}"
            : string.Join("; ", sample.Options[0].Select(option => Reason(sample, option.Instrument)));
    }

    private string Reason(Sample sample, int number)
    {
        var instrument = lab.Instruments[number];
        if (!instrument.Ready)
        {
            return $"{instrument.Id} is not ready";
        }

        if (lab.Timelines[number].Free == 0)
        {
            var spans = lab.Timelines[number].Spans.Where(span => span.Start <= 0).ToList();
            var first = spans.MinBy(span => span.End);
            var goesOn = first.Owner >= 0 && lab.Samples[first.Owner].LiesOn == number && lab.Samples[first.Owner].Route.Running is not null;
            return goesOn ? $"{instrument.Id} busy until ~{Clock(lab.Samples[first.Owner].Ready)} with {Name(first.Owner, sample)}, whose sample it keeps then"
                : double.IsPositiveInfinity(first.End) ? $"{instrument.Id} keeps the sample of {Name(first.Owner, sample)}"
                : $"{instrument.Id} busy {(IsOverdue(instrument) ? "for longer than expected" : $"until ~{Clock(first.End)}")}{(first.Owner >= 0 ? $" with {Name(first.Owner, sample)}" : "")}";
        }

        if (unsafeNow.Contains(sample.Index))
        {
            return $"{instrument.Id} free, but samples could block each other's way";
        }

        var next = schedule.Timelines[number].Spans.Where(span => span.Owner >= 0 && span.Owner != sample.Index).OrderBy(span => span.Start)
            .FirstOrDefault(span => lab.Samples[span.Owner].Waits || span.Start > 0);
        var starts = schedule.Bookings.GetValueOrDefault(sample.Index) is [var own, ..] && own.Instrument == number ? own.Slot.Start : double.PositiveInfinity;
        return next.End > 0 && next.Start < starts ? $"{instrument.Id} reserved for {Name(next.Owner, sample)}"
            : double.IsFinite(starts) && sample.Options.Count > 1 && starts > 0 ? $"{instrument.Id} free, begins ~{Clock(starts)} so that {sample.Route.Steps[1].Name} can follow in time"
            : $"{instrument.Id} free, another is done sooner";
    }

    private bool IsOverdue(InstrumentView instrument) => picture.State.Grants.Values.Any(grant =>
        grant.Instrument == instrument.Id && grant.ExpectedSeconds is { } expected && grant.At.AddSeconds(expected) < picture.Now);

    private static string Amount(double amount, StockItem item) => string.Create(CultureInfo.InvariantCulture, $"{amount:0.###}{(item.Unit is { } unit ? $" {unit}" : "")}");

    private string Name(int owner, Sample asking) => owner < 0 ? "another host's work"
        : lab.Samples[owner].Demand.Run == asking.Demand.Run ? $"trial {lab.Samples[owner].Route.Trial}"
        : $"trial {lab.Samples[owner].Route.Trial} of {lab.Samples[owner].Demand.Campaign}";

    private string Clock(double seconds) => At(seconds).UtcDateTime.ToString(seconds < 600 ? "HH:mm:ss'Z'" : "HH:mm'Z'", CultureInfo.InvariantCulture);
}
