using System.Collections.Concurrent;
using System.Diagnostics.Tracing;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace ClosedLoop.DryRuns.Tests;

/// <summary>A dry run can reach no broker and no instrument: the code that it is made of knows no socket, and none is opened while it runs.</summary>
public sealed class NoSocketTests
{
    public static TheoryData<string> Assemblies => ["ClosedLoop.DryRuns", "ClosedLoop.VirtualLabs", "ClosedLoop.Simulators", "ClosedLoop.Orchestrator", "ClosedLoop.Instruments"];

    /// <summary>Read from the compiled assemblies: only ClosedLoop.Mqtt holds sockets, and none of these names a type of it that opens one.</summary>
    [Theory]
    [MemberData(nameof(Assemblies))]
    public void Assembly_Compiled_NamesNothingThatOpensASocket(string assembly)
    {
        using var file = new PEReader(File.OpenRead(Path.Combine(AppContext.BaseDirectory, $"{assembly}.dll")));
        var metadata = file.GetMetadataReader();
        var named = metadata.TypeReferences.Select(metadata.GetTypeReference).Select(type => $"{metadata.GetString(type.Namespace)}.{metadata.GetString(type.Name)}").ToList();

        named.Count.ShouldBeGreaterThan(20);
        named.Where(name => name.StartsWith("System.Net", StringComparison.Ordinal) || name.StartsWith("System.IO.Pipes", StringComparison.Ordinal)
            || name is "ClosedLoop.Mqtt.MqttTcpConnector" or "ClosedLoop.Mqtt.MqttBroker").ShouldBeEmpty();
    }

    [Fact]
    public void Connector_InMqttAssembly_IsTheOnlyOneThatTheRulesExclude() =>
        typeof(Mqtt.IMqttConnector).Assembly.GetTypes().Where(type => type.IsClass && type.IsAssignableTo(typeof(Mqtt.IMqttConnector))).ShouldBe([typeof(Mqtt.MqttTcpConnector)]);

    [Fact]
    public void Run_OfAWholeCampaign_OpensNoSocket()
    {
        using var listener = new SocketListener();

        DryRun.Run(Files.Plan(), 1, CancellationToken.None);

        listener.Opened.ShouldBeEmpty();
    }

    private sealed class SocketListener : EventListener
    {
        public ConcurrentQueue<string> Opened { get; } = new();

        protected override void OnEventSourceCreated(EventSource eventSource)
        {
            if (eventSource.Name == "System.Net.Sockets")
            {
                EnableEvents(eventSource, EventLevel.Verbose);
            }
        }

        protected override void OnEventWritten(EventWrittenEventArgs eventData) => Opened?.Enqueue(eventData.EventName ?? "");
    }
}
