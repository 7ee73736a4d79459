using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json.Serialization;

namespace ClosedLoop.Domain;

/// <summary>Names one attempt to have one instrument do one step: <c>{run}.{trial}.{step}.{attempt}</c>. Derived from facts, so that a restart derives the same.</summary>
/// <param name="Run">The run id.</param>
/// <param name="Trial">Trial number, from 1.</param>
/// <param name="Step">The step's name.</param>
/// <param name="Attempt">Attempt, from 1.</param>
[JsonConverter(typeof(DispatchIdJsonConverter))]
public sealed record DispatchId(string Run, int Trial, string Step, int Attempt)
{
    /// <summary>Reads an id as <see cref="ToString"/> writes it.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out DispatchId? id)
    {
        ArgumentNullException.ThrowIfNull(text);
        id = null;
        var parts = text.Split('.');
        if (parts.Length == 4 && parts[0].Length > 0 && parts[2].Length > 0
            && int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var trial)
            && int.TryParse(parts[3], NumberStyles.None, CultureInfo.InvariantCulture, out var attempt))
        {
            id = new DispatchId(parts[0], trial, parts[2], attempt);
        }

        return id is not null;
    }

    /// <summary><c>{run}.{trial}.{step}.{attempt}</c></summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Run}.{Trial}.{Step}.{Attempt}");
}
