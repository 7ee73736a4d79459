using System.CommandLine;
using ClosedLoop.Mqtt;

namespace ClosedLoop;

/// <summary><c>closedloop broker</c>: the embedded broker as a process of its own.</summary>
internal static class BrokerCommand
{
    public static Command Create()
    {
        var port = new Option<int?>("--port") { Description = "TCP port; 0 takes any free one (else ClosedLoop:Broker:Port)", HelpName = "PORT" };
        var address = new Option<string?>("--address")
        {
            Description = "Where to listen, such as 0.0.0.0 for every network of this machine: only with a password file (else ClosedLoop:Broker:Host)",
            HelpName = "ADDRESS",
        };
        var tlsPort = new Option<int?>("--tls-port") { Description = "TCP port for TLS, usually 8883; with --tls-certificate and --tls-key", HelpName = "PORT" };
        var tlsAddress = new Option<string?>("--tls-address") { Description = "Where to listen with TLS (else as --address)", HelpName = "ADDRESS" };
        var certificate = new Option<string?>("--tls-certificate") { Description = "The broker's certificate and its chain, PEM", HelpName = "FILE" };
        var key = new Option<string?>("--tls-key") { Description = "The certificate's key, PEM", HelpName = "FILE" };
        var clientCa = new Option<string?>("--client-ca")
        {
            Description = "Every TLS client needs a certificate of these authorities (PEM); its common name is its user name",
            HelpName = "FILE",
        };
        var passwords = new Option<string?>("--password-file") { Description = "Users and passwords, of closedloop passwd or mosquitto_passwd", HelpName = "FILE" };
        var acl = new Option<string?>("--acl-file") { Description = "Who may read and write what, in mosquitto's format: docs/mqtt/lab.acl", HelpName = "FILE" };
        var command = new Command(
            "broker",
            "Run the embedded MQTT broker (5 and 3.1.1) as a process of its own until Ctrl-C: on this machine only, unless told otherwise (docs/mqtt/broker.md)")
        {
            port, address, tlsPort, tlsAddress, certificate, key, clientCa, passwords, acl,
        };
        command.SetAction((arguments, cancellationToken) => CommandBorder.GuardAsync(settings =>
        {
            var (broker, embedded) = (settings.Broker, settings.Broker.Embedded);
            broker.Port = arguments.GetValue(port) ?? broker.Port;
            broker.Host = arguments.GetValue(address) ?? broker.Host;
            embedded.TlsPort = arguments.GetValue(tlsPort) ?? embedded.TlsPort;
            embedded.TlsHost = arguments.GetValue(tlsAddress) ?? embedded.TlsHost;
            embedded.TlsCertificate = arguments.GetValue(certificate) ?? embedded.TlsCertificate;
            embedded.TlsKey = arguments.GetValue(key) ?? embedded.TlsKey;
            embedded.ClientCa = arguments.GetValue(clientCa) ?? embedded.ClientCa;
            embedded.PasswordFile = arguments.GetValue(passwords) ?? embedded.PasswordFile;
            embedded.AclFile = arguments.GetValue(acl) ?? embedded.AclFile;
            SettingsReader.Check(settings);
            return RunAsync(broker);
        }));
        return command;
    }

    private static async Task<int> RunAsync(BrokerSettings settings)
    {
        var ended = new TaskCompletionSource();
        using var leaving = new LeavingSignals(ended.SetResult, _ => { });
        await using var broker = new MqttBroker(
            settings.Embedded.ToOptions(
                new MqttAddress(settings.Host, settings.Port),
                e => Console.WriteLine($"{DateTimeOffset.Now:HH:mm:ss} {e.Kind} {e.ClientId} {e.Detail}")),
            TimeProvider.System);
        await broker.StartAsync();
        var secure = broker.TlsAddress is { } tls ? $" and mqtts://{tls.ToString()["mqtt://".Length..]}" : "";
        Console.WriteLine($"Broker at {broker.Address}{secure}; Ctrl-C stops it");
        await ended.Task;
        return ExitCode.Done;
    }
}
