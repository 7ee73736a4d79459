namespace ClosedLoop.EndToEnd.Tests;

/// <summary>One series of kills.</summary>
/// <param name="Broker">Which broker.</param>
/// <param name="Recover">Whether the devices can say after a crash what became of a step.</param>
/// <param name="Kills">How many processes are killed in all.</param>
/// <param name="Seed">Draws victims and moments.</param>
internal sealed record CrashSettings(BrokerKind Broker, bool Recover, int Kills, int Seed)
{
    /// <summary>Trials of each campaign.</summary>
    public int Trials { get; init; } = 40;

    /// <summary>Kills that one campaign takes on average.</summary>
    public int KillsPerCampaign { get; init; } = 10;

    public string Name => $"{(Recover ? "A (recover)" : "B (no recover)")}, {(Broker == BrokerKind.Mosquitto ? "mosquitto" : "embedded broker")}";
}
