using System.Globalization;
using System.Text;
using ClosedLoop.Soaks;

namespace ClosedLoop;

/// <summary>Adds up what worlds gave.</summary>
internal sealed class SoakFigures
{
    private readonly SortedDictionary<Promise, int> _broken = [];
    private long _trials;
    private long _faults;
    private long _restarts;
    private TimeSpan _settled;

    public int Worlds { get; private set; }

    /// <summary>The seeds of worlds that broke a promise.</summary>
    public List<ulong> Broken { get; } = [];

    public void Add(SoakOutcome outcome)
    {
        Worlds++;
        _trials += outcome.Trials;
        _faults += outcome.Faults;
        _restarts += outcome.Restarts;
        _settled = outcome.Settled > _settled ? outcome.Settled.Value : _settled;
        if (outcome.Violations.Count > 0)
        {
            Broken.Add(outcome.Seed);
        }

        foreach (var promise in outcome.Violations.Select(violation => violation.Promise).Distinct())
        {
            _broken[promise] = _broken.GetValueOrDefault(promise) + 1;
        }
    }

    public string Write(int wanted, TimeSpan took, TimeSpan processor)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{Worlds} worlds{(Worlds < wanted ? $" of {wanted}, stopped" : "")}, {_trials} trials, {_faults} faults, {_restarts} programs started again: ");
        text.AppendLine(CultureInfo.InvariantCulture, $"{(Broken.Count == 0 ? "every promise kept" : $"{Broken.Count} worlds broke a promise")}");
        text.Append(CultureInfo.InvariantCulture, $"longest from the last fault to the end: {_settled:hh\\:mm\\:ss} of {Soak.Settling:hh\\:mm\\:ss} allowed, virtual time; ");
        text.Append(CultureInfo.InvariantCulture, $"took {took.TotalSeconds:F1} s, {processor.TotalSeconds:F1} s of processor, {processor.TotalMilliseconds / Math.Max(1, Worlds):F1} ms for each world");
        foreach (var (promise, worlds) in _broken)
        {
            text.Append(CultureInfo.InvariantCulture, $"\n  {promise}: {worlds} worlds");
        }

        if (Broken.Count > 0)
        {
            text.Append(CultureInfo.InvariantCulture, $"\n  seeds: {string.Join(' ', Broken.Order().Take(50))}");
        }

        return text.ToString();
    }
}
