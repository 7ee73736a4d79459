namespace ClosedLoop.Calculations;

/// <summary>What a command parameter is.</summary>
public enum InputKind
{
    /// <summary>A number.</summary>
    Number,

    /// <summary>A whole number.</summary>
    WholeNumber,

    /// <summary>A name, such as a categorical level.</summary>
    Word,
}
