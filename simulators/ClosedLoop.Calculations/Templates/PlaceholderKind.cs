namespace ClosedLoop.Calculations;

/// <summary>What a placeholder takes.</summary>
internal enum PlaceholderKind
{
    /// <summary>A number, or a formula of numbers.</summary>
    Number,

    /// <summary>A formula whose value is a whole number.</summary>
    Integer,

    /// <summary>A name of a categorical level.</summary>
    Word,
}
