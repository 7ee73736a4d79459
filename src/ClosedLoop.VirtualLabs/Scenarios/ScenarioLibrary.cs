using ClosedLoop.CampaignFiles;
using ClosedLoop.Domain;

namespace ClosedLoop.VirtualLabs;

/// <summary>The scenarios that ship: <c>simulators/scenarios/*.yaml</c>, carried in the program.</summary>
public static class ScenarioLibrary
{
    private const string Prefix = "scenarios/";
    private const string Suffix = ".yaml";

    /// <summary>Their names, in ordinal order.</summary>
    public static IReadOnlyList<string> Names { get; } =
    [
        .. typeof(ScenarioLibrary).Assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(Prefix, StringComparison.Ordinal))
            .Select(name => name[Prefix.Length..^Suffix.Length])
            .Order(StringComparer.Ordinal),
    ];

    /// <summary>A scenario's file as written; null when there is none of that name.</summary>
    public static string? Text(string name)
    {
        using var stream = typeof(ScenarioLibrary).Assembly.GetManifestResourceStream($"{Prefix}{name}{Suffix}");
        if (stream is null)
        {
            return null;
        }

        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    /// <summary>A scenario by its name; null when there is none.</summary>
    /// <exception cref="InvalidDataException">The file that ships has mistakes.</exception>
    public static Scenario? Find(string name)
    {
        if (Text(name) is not { } text)
        {
            return null;
        }

        var read = ScenarioFileReader.Read(text, $"{name}{Suffix}");
        return read.Scenario ?? throw new InvalidDataException(string.Join(Environment.NewLine, read.Errors));
    }
}
