using System.CommandLine;

namespace ClosedLoop;

/// <summary>Options that several commands share; each overrides a setting.</summary>
internal static class SharedOptions
{
    public static Option<string?> Data() => new("--data") { Description = "The data folder (else ClosedLoop:DataFolder)", HelpName = "DIR" };

    public static Option<string?> Broker() =>
        new("--broker")
        {
            Description = "Use the broker at this address instead of an embedded one; mqtts://USER@HOST:PORT for TLS and a user "
                + "(password: ClosedLoop__Broker__Password)",
            HelpName = "HOST:PORT|URI",
        };

    public static Option<bool> NoInstruments() =>
        new("--no-instruments") { Description = "Run no instrument in this process; others do (closedloop instrument)" };

    public static Option<string?> Scenario() =>
        new("--scenario") { Description = "Break the lab on purpose: a scenario file, or the name of one that ships (closedloop scenarios lists them)", HelpName = "FILE|NAME" };

    /// <exception cref="BadInputException">The address is none.</exception>
    public static void Apply(ClosedLoopSettings settings, string? data, string? broker)
    {
        settings.DataFolder = data ?? settings.DataFolder;
        if (broker is not null)
        {
            BrokerUri.Apply(broker, settings.Broker);
        }
    }
}
