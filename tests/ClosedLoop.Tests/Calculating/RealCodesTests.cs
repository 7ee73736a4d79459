using ClosedLoop.Calculations;
using ClosedLoop.CampaignFiles;

namespace ClosedLoop.Tests;

/// <summary>Codes made from lab files, and what keeps them from being made.</summary>
public sealed class RealCodesTests
{
    private static readonly OutputFile[] Outputs = [new("energy", "total-energy", null, null, null)];
    private static readonly string Lab = Checkout.PathOf("labs", "magnesium.yaml");

    [Theory]
    [InlineData("quantum-espresso", "magnesium.in", "a, c_over_a, cutoff, k, kz")]
    [InlineData("abinit", "algaas.abi", "x, a")]
    public void PlaneWaveCode_TakesThePlacesOfItsTemplate(string type, string template, string inputs)
    {
        var file = new PlaneWaveCodeFile(4, type, $"../campaigns/templates/{template}", 6) { Outputs = Outputs, Pseudopotentials = new([Path.GetTempPath()], new Dictionary<string, string>()) };

        var code = new PlaneWaveCodes(Lab, DataFolder.Of(Lab)).Make(file, null);

        code.Name.ShouldBe(type);
        string.Join(", ", code.Inputs).ShouldBe(inputs);
        code.Outputs.ShouldBe(["energy"]);
    }

    [Fact]
    public void Xtb_OfTheShippedDye_TakesGroupsAngleAndSolvent()
    {
        var file = (XtbCodeFile)LabFileReader.Read(File.ReadAllText(Checkout.PathOf("labs", "dye.yaml")), "dye.yaml").File!.Instruments[0].Calculation!.Code;

        new XtbCodes(Lab, DataFolder.Of(Lab)).Make(file, null).Inputs.ShouldBe(["r1", "r2", "phi", "solvent"]);
    }

    [Fact]
    public void WhatIsMissing_IsSaidWithItsLine()
    {
        var codes = new PlaneWaveCodes("lab.yaml", DataFolder.Of(Lab));
        var file = new PlaneWaveCodeFile(4, "abinit", "nothing.abi", 6) { Outputs = Outputs };

        Should.Throw<TemplateException>(() => codes.Make(file, null)).Message.ShouldBe("lab.yaml(6): 'nothing.abi' was not found");
        Should.Throw<TemplateException>(() => codes.Make(file with { Template = "../campaigns/templates/algaas.abi", Pseudopotentials = new(["nowhere"], new Dictionary<string, string>()) }, null))
            .Message.ShouldBe("lab.yaml(4): the folder of pseudopotentials 'nowhere' was not found");
    }
}
