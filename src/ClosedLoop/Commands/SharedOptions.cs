using System.CommandLine;

namespace ClosedLoop;

/// <summary>Options that several commands share; each overrides a setting.</summary>
internal static class SharedOptions
{
    public static Option<string?> Data() => new("--data") { Description = "The data folder (else ClosedLoop:DataFolder)", HelpName = "DIR" };

    public static Option<string?> Broker() =>
        new("--broker") { Description = "Use the broker at this address instead of an embedded one", HelpName = "HOST:PORT" };

    public static Option<bool> NoInstruments() =>
        new("--no-instruments") { Description = "Run no instrument in this process; others do (closedloop instrument)" };

    /// <exception cref="BadInputException">The address is not HOST:PORT.</exception>
    public static void Apply(ClosedLoopSettings settings, string? data, string? broker)
    {
        settings.DataFolder = data ?? settings.DataFolder;
        if (broker is null)
        {
            return;
        }

        var text = broker.StartsWith("mqtt://", StringComparison.Ordinal) ? broker["mqtt://".Length..] : broker;
        var colon = text.LastIndexOf(':');
        if (colon < 0)
        {
            text += ":1883";
            colon = text.LastIndexOf(':');
        }

        if (colon == 0 || !ushort.TryParse(text[(colon + 1)..], out var port) || port == 0)
        {
            throw new BadInputException($"--broker {broker}: write it as HOST or HOST:PORT, such as 192.168.1.20:1883");
        }

        settings.Broker = new BrokerSettings { Mode = BrokerMode.External, Host = text[..colon].Trim('[', ']'), Port = port };
    }
}
