using System.Globalization;
using System.Text.Json;

namespace ClosedLoop.Calculations;

/// <summary>A number in a JSON file.</summary>
/// <param name="File">The file.</param>
/// <param name="Path">Where it stands, such as <c>bands.gap</c> or <c>steps[-1].energy</c>; from the end below zero.</param>
/// <param name="Factor">What the number is multiplied with.</param>
public sealed record JsonPathReader(string File, string Path, double Factor = 1) : ValueReader(File, Factor)
{
    internal override string Way => $"JSON path {Path}";

    /// <inheritdoc/>
    protected override string? Find(string text, out string problem)
    {
        problem = $"{File} has nothing at {Path}";
        try
        {
            using var document = JsonDocument.Parse(text);
            JsonElement? at = document.RootElement;
            foreach (var part in Path.Replace("[", ".[", StringComparison.Ordinal).Split('.', StringSplitOptions.RemoveEmptyEntries))
            {
                at = at is { } here ? Below(here, part) : null;
            }

            return at is { ValueKind: JsonValueKind.Number or JsonValueKind.String } value ? value.ToString() : null;
        }
        catch (JsonException error)
        {
            problem = $"{File} is not JSON: {error.Message}";
            return null;
        }
    }

    private static JsonElement? Below(JsonElement element, string part)
    {
        if (part[0] != '[')
        {
            return element.ValueKind == JsonValueKind.Object && element.TryGetProperty(part, out var value) ? value : null;
        }

        if (element.ValueKind != JsonValueKind.Array || !int.TryParse(part.AsSpan(1).TrimEnd(']'), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var index))
        {
            return null;
        }

        index = index < 0 ? element.GetArrayLength() + index : index;
        return index >= 0 && index < element.GetArrayLength() ? element[index] : null;
    }
}
