using System.Globalization;

namespace ClosedLoop.Benchmarks;

/// <summary>All rounds, as JSON Lines while they come and as tables of medians and quartiles at the end.</summary>
internal sealed class MqttFigures(JsonLines lines)
{
    private readonly List<(MqttPair Pair, int Window, ThroughputFigure Figure)> _throughput = [];
    private readonly List<(MqttPair Pair, RoundTripFigure Figure)> _roundTrips = [];
    private readonly List<(MqttPair Pair, double Bytes)> _publishBytes = [];

    public void Add(MqttPair pair, int window, int round, ThroughputFigure figure)
    {
        _throughput.Add((pair, window, figure));
        lines.Write(new { Pair = pair.Name, Measure = "throughput", window, round, figure.PerSecond, figure.ClientCpu, figure.BrokerCpu, figure.Bytes });
    }

    public void Add(MqttPair pair, int round, RoundTripFigure figure)
    {
        _roundTrips.Add((pair, figure));
        lines.Write(new { Pair = pair.Name, Measure = "round trip", round, figure.P50, figure.P99 });
    }

    public void AddPublishBytes(MqttPair pair, int round, double bytes)
    {
        _publishBytes.Add((pair, bytes));
        lines.Write(new { Pair = pair.Name, Measure = "published to nobody", round, bytes });
    }

    public void Print(IReadOnlyList<MqttPair> pairs, IReadOnlyList<int> windows)
    {
        Console.WriteLine("median [quartiles] of the rounds; CPU in µs a message, bytes allocated a message in this process");
        Console.WriteLine("pair                       window  messages/s                best round  clients' CPU       broker's CPU       bytes");
        foreach (var window in windows)
        {
            foreach (var pair in pairs)
            {
                var rounds = _throughput.Where(f => f.Pair == pair && f.Window == window).Select(f => f.Figure).ToArray();
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                    $"{pair.Name,-25}  {window,6}  {Thousands(rounds.Select(f => f.PerSecond)),-24}  {rounds.Max(f => f.PerSecond),10:N0}  {Show(rounds, f => f.ClientCpu),-17}  {Show(rounds, f => f.BrokerCpu),-17}  {Show(rounds, f => f.Bytes)}"));
            }
        }

        Console.WriteLine("pair                       round trip p50, µs   p99, µs             bytes of a publish");
        foreach (var pair in pairs)
        {
            var rounds = _roundTrips.Where(f => f.Pair == pair).Select(f => f.Figure).ToArray();
            var bytes = _publishBytes.Where(f => f.Pair == pair).Select(f => f.Bytes).ToArray();
            Console.WriteLine($"{pair.Name,-25}  {Show(rounds, f => f.P50),-19}  {Show(rounds, f => f.P99),-18}  {(bytes.Length > 0 ? Quartiles.Show(bytes) : "")}");
        }
    }

    private static string Show<T>(IEnumerable<T> rounds, Func<T, double> value) => Quartiles.Show([.. rounds.Select(value)]);

    private static string Thousands(IEnumerable<double> values)
    {
        var all = values.ToArray();
        return string.Create(CultureInfo.InvariantCulture, $"{Quartiles.At(all, 0.5):N0} [{Quartiles.At(all, 0.25):N0}, {Quartiles.At(all, 0.75):N0}]");
    }
}
