using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace ClosedLoop;

/// <summary>Which broker the lab uses.</summary>
public sealed class BrokerSettings
{
    /// <summary>A broker inside this process, or one that runs already.</summary>
    [EnumDataType(typeof(BrokerMode), ErrorMessage = "ClosedLoop:Broker:Mode is Embedded or External")]
    public BrokerMode Mode { get; set; } = BrokerMode.Embedded;

    /// <summary>Host name or address; an embedded broker listens on it.</summary>
    [Required(ErrorMessage = "ClosedLoop:Broker:Host is missing")]
    public string Host { get; set; } = "127.0.0.1";

    /// <summary>TCP port; 0 lets an embedded broker take any free one.</summary>
    [TcpPort(ErrorMessage = "ClosedLoop:Broker:Port is a TCP port, 0 to 65535")]
    public int Port { get; set; } = 1883;

    /// <summary>How a broker of ours guards its doors.</summary>
    [ValidateObjectMembers]
    public EmbeddedBrokerSettings Embedded { get; set; } = new();
}
