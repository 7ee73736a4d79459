using System.Xml.Linq;

namespace ClosedLoop.Architecture.Tests;

/// <summary>The map of ARCHITECTURE.md, read from the project files: a reference that is not on it fails the build.</summary>
public sealed class ReferenceTests
{
    private static readonly Dictionary<string, string[]> Allowed = new()
    {
        ["Domain"] = [],
        ["Storage"] = [],
        ["Mqtt"] = [],
        ["Optimization"] = ["Domain"],
        ["Campaigns"] = ["Domain"],
        ["CampaignFiles"] = ["Domain"],
        ["Journal"] = ["Campaigns", "Domain", "Storage"],
        ["Reports"] = ["Domain", "Campaigns"],
        ["Messaging"] = ["Domain", "Mqtt"],
        ["Conformance"] = ["Domain", "Mqtt", "Messaging"],
        ["Instruments"] = ["Domain", "Messaging", "Storage"],
        ["Simulators"] = ["Domain", "Mqtt", "Messaging", "Instruments", "Storage"],
        ["Calculations"] = ["Domain", "Messaging", "Instruments", "Storage"],
        ["VirtualLabs"] = ["Domain", "Optimization", "Campaigns", "CampaignFiles", "Storage", "Journal", "Mqtt", "Messaging", "Orchestrator", "Instruments", "Simulators"],
        ["DryRuns"] = ["Domain", "Optimization", "Campaigns", "CampaignFiles", "Messaging", "Orchestrator", "Reports", "Simulators", "VirtualLabs"],
        ["Soaks"] = ["Domain", "Optimization", "Campaigns", "Storage", "Journal", "Mqtt", "Messaging", "Orchestrator", "Instruments", "Simulators", "VirtualLabs"],
        ["Orchestrator"] = ["Domain", "Optimization", "Campaigns", "Journal", "Messaging"],
    };

    public static TheoryData<string> Projects => [.. Allowed.Keys];

    [Theory]
    [MemberData(nameof(Projects))]
    public void Project_References_OnlyWhatTheMapAllows(string project)
    {
        var referenced = References(Path(project));

        referenced.Except(Allowed[project]).ShouldBeEmpty();
    }

    [Fact]
    public void Map_Names_EveryProjectThatShips()
    {
        var shipped = new[] { "src", "instruments", "simulators" }
            .SelectMany(folder => Directory.EnumerateDirectories(System.IO.Path.Combine(Checkout.Root, folder)))
            .Select(folder => System.IO.Path.GetFileName(folder))
            .Where(name => name.StartsWith("ClosedLoop.", StringComparison.Ordinal))
            .Select(name => name["ClosedLoop.".Length..]);

        shipped.Order().ShouldBe(Allowed.Keys.Order());
    }

    [Fact]
    public void TransitiveReferences_AreSwitchedOff_SoThatTheMapIsTheWholeTruth() =>
        File.ReadAllText(System.IO.Path.Combine(Checkout.Root, "Directory.Build.props")).ShouldContain("<DisableTransitiveProjectReferences>true<");

    [Theory]
    [InlineData("Domain")]
    [InlineData("Campaigns")]
    [InlineData("Messaging")]
    [InlineData("Orchestrator")]
    [InlineData("Mqtt")]
    [InlineData("Storage")]
    [InlineData("Conformance")]
    [InlineData("Calculations")]
    public void CoreProject_Packages_AreNone(string project) =>
        XDocument.Load(Path(project)).Descendants("PackageReference").ShouldBeEmpty();

    private static string Path(string project)
    {
        var folder = project is "Instruments" ? "instruments" : project is "Simulators" or "Calculations" ? "simulators" : "src";
        return System.IO.Path.Combine(Checkout.Root, folder, $"ClosedLoop.{project}", $"ClosedLoop.{project}.csproj");
    }

    private static string[] References(string path) =>
    [
        .. XDocument.Load(path).Descendants("ProjectReference").Select(reference =>
            System.IO.Path.GetFileNameWithoutExtension(reference.Attribute("Include")!.Value)["ClosedLoop.".Length..]),
    ];
}
