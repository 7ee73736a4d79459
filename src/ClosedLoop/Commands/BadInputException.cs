namespace ClosedLoop;

/// <summary>What the user gave cannot be used; every line says what and why.</summary>
internal sealed class BadInputException(IReadOnlyList<string> lines) : Exception(string.Join(Environment.NewLine, lines))
{
    public BadInputException(string line)
        : this([line])
    {
    }

    public IReadOnlyList<string> Lines { get; } = lines;
}
