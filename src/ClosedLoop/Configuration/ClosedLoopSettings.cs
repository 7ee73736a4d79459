using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace ClosedLoop;

/// <summary>The section <c>ClosedLoop</c> of <c>appsettings.json</c>; environment variables such as <c>ClosedLoop__Broker__Port</c> override it.</summary>
public sealed class ClosedLoopSettings
{
    /// <summary>Name of the section.</summary>
    public const string Section = "ClosedLoop";

    /// <summary>Id of this host at the broker.</summary>
    [Required]
    [RegularExpression("[A-Za-z0-9_-]{1,64}", ErrorMessage = "ClosedLoop:Host takes letters, digits, '-' and '_' (at most 64)")]
    public string Host { get; set; } = "orchestrator-1";

    /// <summary>Where campaigns, ledgers and logs are kept.</summary>
    [Required(ErrorMessage = "ClosedLoop:DataFolder is missing: where are campaigns kept?")]
    public string DataFolder { get; set; } = "data";

    /// <summary>Where the campaign files lie; <c>run</c> without a file takes <c>demo.yaml</c> from it.</summary>
    [Required(ErrorMessage = "ClosedLoop:CampaignsFolder is missing")]
    public string CampaignsFolder { get; set; } = "campaigns";

    /// <summary>Where the lab files lie.</summary>
    [Required(ErrorMessage = "ClosedLoop:LabsFolder is missing")]
    public string LabsFolder { get; set; } = "labs";

    /// <summary>The broker.</summary>
    [ValidateObjectMembers]
    public BrokerSettings Broker { get; set; } = new();

    /// <summary>Whether this process runs the instruments of the campaign's lab file itself.</summary>
    [EnumDataType(typeof(InstrumentHosting), ErrorMessage = "ClosedLoop:Instruments is InProcess or Elsewhere")]
    public InstrumentHosting Instruments { get; set; } = InstrumentHosting.InProcess;
}
