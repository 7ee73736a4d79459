using System.Globalization;
using ClosedLoop.Domain;

namespace ClosedLoop.Benchmarks;

/// <summary>How many runs raised which alarm, and how many measurements lay inside the 95 % intervals predicted when they were proposed.</summary>
internal sealed class AlarmCount
{
    private readonly HashSet<(int Seed, AlarmKind Kind)> _raised = [];
    private readonly Dictionary<(int Seed, AlarmKind Kind), int> _since = [];
    private int _predicted;
    private int _inside;

    public void Add(int seed, IReadOnlyList<ModelAlarm> standing)
    {
        foreach (var alarm in standing.Where(alarm => _raised.Add((seed, alarm.Kind))))
        {
            _since[(seed, alarm.Kind)] = alarm.Since;
        }
    }

    public void Add(IReadOnlyList<ObservedTrial> observed)
    {
        foreach (var (prediction, measured) in observed.SelectMany(trial => trial.Expected.Zip(trial.Values ?? [])))
        {
            var (lower, upper) = prediction.Interval();
            _predicted++;
            _inside += measured >= lower && measured <= upper ? 1 : 0;
        }
    }

    public void Show(int runs)
    {
        foreach (var kind in Enum.GetValues<AlarmKind>())
        {
            var first = _since.Where(pair => pair.Key.Kind == kind).Select(pair => (double)pair.Value).ToArray();
            Console.WriteLine($"{kind}: {first.Length} of {runs} runs{(first.Length == 0 ? "" : $", first after evaluation {Quartiles.Show(first)}")}");
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"inside predicted 95 % intervals: {_inside} of {_predicted} ({100.0 * _inside / _predicted:F1} %)"));
    }
}
