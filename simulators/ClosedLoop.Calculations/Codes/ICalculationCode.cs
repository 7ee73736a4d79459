using ClosedLoop.Domain;

namespace ClosedLoop.Calculations;

/// <summary>
/// A program that calculates, such as a density-functional code, as pure functions: values in, files and a command line out; files in, an ending out.
/// It starts no process and knows neither clock nor machine, so after a crash the same questions get the same answers.
/// </summary>
public interface ICalculationCode
{
    /// <summary>As lab files call it, such as <c>quantum-espresso</c>.</summary>
    string Name { get; }

    /// <summary>The Debian package that holds it, for the message where it is missing.</summary>
    string Package { get; }

    /// <summary>The programs that it needs: names that are looked up on the path, or absolute paths. Their contents are part of the cache's key.</summary>
    IReadOnlyList<string> Programs { get; }

    /// <summary>A short command whose output tells the version, or null; what it prints is part of the cache's key.</summary>
    IReadOnlyList<string>? VersionCommand => null;

    /// <summary>The command parameters that it takes, all needed.</summary>
    IReadOnlyList<string> Inputs { get; }

    /// <summary>The values that a finished calculation has.</summary>
    IReadOnlyList<string> Outputs { get; }

    /// <summary>
    /// All that decides how values come out of files, as text: the declared outputs, and a number that is raised whenever the reading itself changes.
    /// Part of the cache's key, as <see cref="Plan"/> is.
    /// </summary>
    string Reading { get; }

    /// <summary>The stages of one calculation: usually one; an equation of state has several.</summary>
    /// <param name="inputs">Command parameter → value; those of <see cref="Inputs"/>.</param>
    /// <exception cref="CalculationRefusedException">A value is not one that the calculation takes.</exception>
    CalculationPlan Plan(IReadOnlyDictionary<string, ParameterValue> inputs);

    /// <summary>How far a running stage is, 0 to 1; null when it cannot be seen.</summary>
    double? ReadProgress(ICalculationFolder folder, CalculationStage stage);

    /// <summary>How a stage ended. Believes it only when every sign agrees: exit, output, convergence, range.</summary>
    /// <param name="folder">What it left behind; cut or missing files are to be expected.</param>
    /// <param name="stage">What was asked for.</param>
    /// <param name="process">How its process ended.</param>
    CalculationEnding Read(ICalculationFolder folder, CalculationStage stage, ProcessEnding process);

    /// <summary>
    /// What may be tried after an ending that is not <see cref="CalculationEnding.Finished"/>: the stage with one numerical (never physical) correction more, or
    /// continued from its checkpoint; null for nothing. At most one correction for each failure class is taken, and a bounded number in all.
    /// </summary>
    /// <param name="stage">The stage that ended so.</param>
    /// <param name="ending">How.</param>
    /// <param name="before">How its attempts before that one ended, in order.</param>
    CalculationStage? Again(CalculationStage stage, CalculationEnding ending, IReadOnlyList<CalculationEnding> before);

    /// <summary>The outcome of the whole calculation. Of a single stage usually that stage's own.</summary>
    /// <param name="stages">How each stage ended, in the order of the plan.</param>
    CalculationEnding Conclude(IReadOnlyList<CalculationEnding.Finished> stages);
}
