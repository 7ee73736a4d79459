using System.Text;
using ClosedLoop.Domain;

namespace ClosedLoop.Calculations.Tests;

/// <summary>xtb behind a builder of geometries that is broken: everything is as it should be but where the atoms are.</summary>
internal sealed class BrokenGeometry(Xtb xtb, Func<Molecule, Molecule> damage) : ICalculationCode
{
    public string Name => xtb.Name;

    public string Package => xtb.Package;

    public IReadOnlyList<string> Programs => xtb.Programs;

    public IReadOnlyList<string> Inputs => xtb.Inputs;

    public IReadOnlyList<string> Outputs => xtb.Outputs;

    public string Reading => xtb.Reading;

    public CalculationPlan Plan(IReadOnlyDictionary<string, ParameterValue> inputs)
    {
        var stage = xtb.Plan(inputs).Stages.Single();
        var sound = Molecule.Read(XtbVerdict.Geometry, Encoding.UTF8.GetString(stage.Files[XtbVerdict.Geometry])).Single().Molecule;
        var files = new Dictionary<string, byte[]>(stage.Files) { [XtbVerdict.Geometry] = Encoding.UTF8.GetBytes(damage(sound).Write()) };
        return new CalculationPlan([stage with { Files = files }]);
    }

    public double? ReadProgress(ICalculationFolder folder, CalculationStage stage) => xtb.ReadProgress(folder, stage);

    public CalculationEnding Read(ICalculationFolder folder, CalculationStage stage, ProcessEnding process) => xtb.Read(folder, stage, process);

    public CalculationStage? Again(CalculationStage stage, CalculationEnding ending, IReadOnlyList<CalculationEnding> before) => xtb.Again(stage, ending, before);

    public CalculationEnding Conclude(IReadOnlyList<CalculationEnding.Finished> stages) => xtb.Conclude(stages);
}
