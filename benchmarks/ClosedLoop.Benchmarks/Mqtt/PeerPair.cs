using System.Diagnostics;
using System.Text.Json;
using ClosedLoop.Mqtt;

namespace ClosedLoop.Benchmarks;

/// <summary>libmosquitto as the client: runs <c>benchmarks/mqtt-peer</c>.</summary>
internal sealed class PeerPair(string name, MqttAddress address, Process? broker, string program) : MqttPair(name, address, broker)
{
    public override async Task<ThroughputFigure> ThroughputAsync(int messages, int window, int payload)
    {
        var (cpu, own, allocated) = (BrokerCpu(), Environment.CpuUsage.TotalTime, GC.GetTotalAllocatedBytes(precise: true));
        var answer = await RunAsync("throughput", messages, window, payload);
        var ownCpu = BrokerCpu() - cpu + (BrokerCpu() == 0 ? (Environment.CpuUsage.TotalTime - own).TotalSeconds : 0);
        return new ThroughputFigure(
            messages / answer["seconds"],
            answer["cpuSeconds"] / messages * 1e6,
            ownCpu / messages * 1e6,
            (double)(GC.GetTotalAllocatedBytes(precise: true) - allocated) / messages);
    }

    public override async Task<RoundTripFigure> RoundTripsAsync(int trips, int payload)
    {
        var answer = await RunAsync("roundtrip", trips, payload);
        return new RoundTripFigure(answer["p50"] * 1e6, answer["p99"] * 1e6);
    }

    private async Task<Dictionary<string, double>> RunAsync(string measure, params int[] numbers)
    {
        string[] arguments = [measure, Address.Host, $"{Address.Port}", .. numbers.Select(n => $"{n}")];
        using var peer = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true })!;
        var answer = await peer.StandardOutput.ReadToEndAsync();
        await peer.WaitForExitAsync();
        return peer.ExitCode == 0
            ? JsonSerializer.Deserialize<Dictionary<string, double>>(answer)!
            : throw new InvalidOperationException($"{program} {string.Join(' ', arguments)} ended with {peer.ExitCode}.");
    }
}
