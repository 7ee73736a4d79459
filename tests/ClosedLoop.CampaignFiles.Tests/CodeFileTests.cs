namespace ClosedLoop.CampaignFiles.Tests;

/// <summary>Codes that know their own output, as lab files write them.</summary>
public sealed class CodeFileTests
{
    private const string EveryKey = """
        lab: codes
        instruments:
          - id: pw
            type: calculation
            capability: energy
            code:
              type: quantum-espresso
              template: templates/mg.in
              constants: {cutoff: 24, smearing: mv}
              pseudopotentials: {folders: [pseudo, /usr/share/espresso/pseudo], sha256: {Mg.UPF: 2e3c634dd5e71bde760e089882cfcf8d4ff1f166880d012dc3d6061d8f21816c}}
              volumes: [0.9, 0.95, 1, 1.05, 1.1]
              launcher: [mpirun, -np, 4]
              outputs: {modulus: bulk-modulus, volume: {quantity: equilibrium-volume, unit: bohr^3}}
          - id: bands
            type: calculation
            capability: bands
            code:
              type: abinit
              template: templates/algaas.abi
              outputs:
                gap: {quantity: gap, at: [0, 0, 0]}
                gap_X: {quantity: gap, at: [0.5, 0.5, 0], unit: eV}
                below_X: {formula: gap_X - gap}
          - id: xtb
            type: calculation
            capability: relaxation
            code:
              type: xtb
              geometry: molecules/dye.xyz
              method: gfn1
              optimization: loose
              charge: -1
              unpaired: 1
              solvent: "{{solvent:word}}"
              torsions: [{atoms: [3, 4, 7, 8], angle: 2*phi}]
              substituents: {r1: 13, r2: 20}
              groups: molecules/groups.xyz
              constants: {solvent: water}
              outputs: {gap: gap}
        """;

    [Fact]
    public async Task Schema_HasNoObjection() => PublishedSchema.Objections(await PublishedSchema.Load("lab.schema.json"), EveryKey).ShouldNotBeNull().ShouldBeEmpty();

    [Fact]
    public void Codes_WithEveryKey_AreReadExactly()
    {
        var result = LabFileReader.Read(EveryKey, "codes.yaml");

        result.Errors.ShouldBeEmpty();
        var codes = result.File!.Instruments.Select(instrument => instrument.Calculation!.Code).ToArray();
        var pw = codes[0].ShouldBeOfType<PlaneWaveCodeFile>();
        (pw.Type, pw.Template, pw.TemplateLine).ShouldBe(("quantum-espresso", "templates/mg.in", 8));
        (pw.Constants["cutoff"].Number, pw.Constants["smearing"].Text).ShouldBe((24, "mv"));
        pw.Pseudopotentials!.Folders.ShouldBe(["pseudo", "/usr/share/espresso/pseudo"]);
        pw.Pseudopotentials.Hashes.Keys.ShouldBe(["Mg.UPF"]);
        pw.Volumes.ShouldBe([0.9, 0.95, 1, 1.05, 1.1]);
        pw.Launcher.ShouldBe(["mpirun", "-np", "4"]);
        pw.Outputs.ShouldBe([new("modulus", "bulk-modulus", null, null, null), new("volume", "equilibrium-volume", null, "bohr^3", null)]);
        var abinit = codes[1].ShouldBeOfType<PlaneWaveCodeFile>();
        abinit.Type.ShouldBe("abinit");
        abinit.Pseudopotentials.ShouldBeNull();
        abinit.Outputs[1].At.ShouldBe([0.5, 0.5, 0]);
        abinit.Outputs[2].ShouldBe(new("below_X", null, "gap_X - gap", null, null));
        var xtb = codes[2].ShouldBeOfType<XtbCodeFile>();
        (xtb.Geometry, xtb.Method, xtb.Optimization, xtb.Charge, xtb.Unpaired, xtb.Solvent, xtb.Groups)
            .ShouldBe(("molecules/dye.xyz", XtbMethodFile.Gfn1, "loose", -1, 1, "{{solvent:word}}", "molecules/groups.xyz"));
        xtb.Torsions.Single().Atoms.ShouldBe([3, 4, 7, 8]);
        xtb.Torsions.Single().Angle.ShouldBe("2*phi");
        xtb.Substituents.ShouldBe(new Dictionary<string, int> { ["r1"] = 13, ["r2"] = 20 });
        xtb.Constants["solvent"].Text.ShouldBe("water");
    }
}
