using System.Globalization;
using System.Text.Json.Serialization;

namespace ClosedLoop.Domain;

/// <summary>The value of one key of a candidate: a number, or the name of a categorical level.</summary>
[JsonConverter(typeof(ParameterValueJsonConverter))]
public readonly record struct ParameterValue
{
    private readonly double _number;

    /// <summary>A number.</summary>
    public ParameterValue(double number)
    {
        _number = number;
        Text = null;
    }

    /// <summary>A categorical level.</summary>
    public ParameterValue(string text)
    {
        _number = double.NaN;
        Text = text;
    }

    /// <summary>The level's name, or null for a number.</summary>
    public string? Text { get; }

    /// <summary>Whether this is a number.</summary>
    public bool IsNumber => Text is null;

    /// <summary>The number.</summary>
    /// <exception cref="InvalidOperationException">The value is a categorical level.</exception>
    public double Number => Text is null ? _number : throw new InvalidOperationException($"'{Text}' is a category, not a number");

    /// <summary>Wraps a number.</summary>
    public static implicit operator ParameterValue(double number) => new(number);

    /// <summary>Wraps a categorical level.</summary>
    public static implicit operator ParameterValue(string text) => new(text);

    /// <summary>The shortest text that reads back as the same value.</summary>
    public override string ToString() => Text ?? _number.ToString("R", CultureInfo.InvariantCulture);
}
