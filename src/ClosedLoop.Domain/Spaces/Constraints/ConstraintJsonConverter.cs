using System.Text.Json;
using System.Text.Json.Serialization;

namespace ClosedLoop.Domain;

/// <summary>
/// A linear constraint is an object of <c>coefficients</c>, <c>relation</c> and <c>bound</c>; a formula is its text; a forbidden combination is an object with
/// the one key <c>forbidden</c>, whose values are bounds as text or lists.
/// </summary>
public sealed class ConstraintJsonConverter : JsonConverter<Constraint>
{
    private static readonly ParameterValueJsonConverter Value = new();

    /// <inheritdoc/>
    public override Constraint Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        try
        {
            using var document = JsonDocument.ParseValue(ref reader);
            var root = document.RootElement;
            return root.ValueKind == JsonValueKind.String ? new FormulaConstraint(root.GetString()!)
                : root.TryGetProperty("forbidden", out var forbidden) ? Forbidden(forbidden)
                : Linear(root);
        }
        catch (Exception e) when (e is KeyNotFoundException or FormatException or InvalidOperationException or ArgumentException)
        {
            throw new JsonException($"Not a constraint: {e.Message}", e);
        }
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, Constraint value, JsonSerializerOptions options)
    {
        ArgumentNullException.ThrowIfNull(writer);
        switch (value)
        {
            case FormulaConstraint formula:
                writer.WriteStringValue(formula.Text);
                break;
            case ForbiddenCombination forbidden:
                Write(writer, forbidden, options);
                break;
            case LinearConstraint linear:
                Write(writer, linear);
                break;
            default:
                throw new InvalidOperationException($"Unknown constraint type {value?.GetType().Name}");
        }
    }

    private static LinearConstraint Linear(JsonElement root) => new(
        root.GetProperty("coefficients").EnumerateObject().ToDictionary(pair => pair.Name, pair => pair.Value.GetDouble(), StringComparer.Ordinal),
        Enum.Parse<Relation>(root.GetProperty("relation").GetString()!),
        root.GetProperty("bound").GetDouble());

    private static ForbiddenCombination Forbidden(JsonElement values) => new(values.EnumerateObject().ToDictionary(
        pair => pair.Name,
        pair => pair.Value.ValueKind == JsonValueKind.Array
            ? ForbiddenValues.Listed([.. pair.Value.EnumerateArray().Select(Listed)])
            : ForbiddenValues.Parse(pair.Value.GetString()!) ?? throw new FormatException($"{pair.Name}: '{pair.Value.GetString()}' are no bounds"),
        StringComparer.Ordinal));

    private static ParameterValue Listed(JsonElement element) =>
        element.ValueKind == JsonValueKind.Number ? new(element.GetDouble()) : new(element.GetString()!);

    private static void Write(Utf8JsonWriter writer, LinearConstraint linear)
    {
        writer.WriteStartObject();
        writer.WriteStartObject("coefficients");
        foreach (var (key, coefficient) in linear.Coefficients)
        {
            writer.WriteNumber(key, coefficient);
        }

        writer.WriteEndObject();
        writer.WriteString("relation", linear.Relation.ToString());
        writer.WriteNumber("bound", linear.Bound);
        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, ForbiddenCombination forbidden, JsonSerializerOptions options)
    {
        writer.WriteStartObject();
        writer.WriteStartObject("forbidden");
        foreach (var (key, values) in forbidden.Values)
        {
            writer.WritePropertyName(key);
            if (values.OneOf is null)
            {
                writer.WriteStringValue(values.ToString());
                continue;
            }

            writer.WriteStartArray();
            foreach (var listed in values.OneOf)
            {
                Value.Write(writer, listed, options);
            }

            writer.WriteEndArray();
        }

        writer.WriteEndObject();
        writer.WriteEndObject();
    }
}
