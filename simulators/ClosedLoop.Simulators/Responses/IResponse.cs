using ClosedLoop.Domain;

namespace ClosedLoop.Simulators;

/// <summary>What a simulated step answers: named inputs → named outputs, the same for the same seed.</summary>
public interface IResponse
{
    /// <summary>The inputs that it needs.</summary>
    IReadOnlyList<string> Inputs { get; }

    /// <summary>The outputs that it gives.</summary>
    IReadOnlyList<string> Outputs { get; }

    /// <summary>The answer, or why there is none.</summary>
    /// <param name="inputs">Input → value; may hold more than is needed.</param>
    /// <param name="seed">Decides noise and which replicate is drawn.</param>
    Answer Respond(IReadOnlyDictionary<string, ParameterValue> inputs, ulong seed);
}
