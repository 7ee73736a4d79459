using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json.Serialization;

namespace ClosedLoop.Domain;

/// <summary>
/// Names one attempt to have one instrument do one step: <c>{run}.{trial}.{step}.{attempt}</c>. Derived from facts, so that a restart derives the same.
/// </summary>
/// <param name="Run">The run id.</param>
/// <param name="Trial">Trial number, from 1.</param>
/// <param name="Step">The step's name.</param>
/// <param name="Attempt">Attempt, from 1.</param>
[JsonConverter(typeof(DispatchIdJsonConverter))]
public sealed record DispatchId(string Run, int Trial, string Step, int Attempt)
{
    /// <summary>Reads an id as <see cref="ToString"/> writes it, and in no other spelling: an id is also compared as text.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out DispatchId? id)
    {
        ArgumentNullException.ThrowIfNull(text);
        id = null;
        var parts = text.Split('.');
        if (parts.Length == 4 && parts[0].Length > 0 && parts[2].Length > 0 && IsCount(parts[1], out var trial) && IsCount(parts[3], out var attempt))
        {
            id = new DispatchId(parts[0], trial, parts[2], attempt);
        }

        return id is not null;
    }

    /// <summary><c>{run}.{trial}.{step}.{attempt}</c></summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Run}.{Trial}.{Step}.{Attempt}");

    /// <summary>1, 2, 3, …, without leading zeros.</summary>
    private static bool IsCount(string text, out int count) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out count) && text[0] != '0';
}
