using System.Text.RegularExpressions;

namespace ClosedLoop.CampaignFiles;

/// <summary>Reads what is to be looked for in a program's output.</summary>
internal sealed class SignSection(NodeReader reader)
{
    // A pattern that runs away on a large output would hold up the instrument.
    private static readonly TimeSpan MatchesWithin = TimeSpan.FromSeconds(10);

    /// <summary>One sign, or a list: each a pattern for the standard output, or a map that names the file as well. None when the key is absent.</summary>
    public IReadOnlyList<SignFile> Several(FileNode? node) =>
        node is null ? [] : [.. (node is ListNode list ? list.Items : [node]).Select(One).OfType<SignFile>()];

    /// <summary>Where progress is seen.</summary>
    public SignFile? Progress(MapReader keys)
    {
        var pattern = keys.Need("pattern", "pattern: 'Step (\\d+)'") is { } node ? Pattern(node, groups: 1) : null;
        return pattern is null ? null : new SignFile(keys.ReadText("file", "log.txt"), pattern);
    }

    /// <summary>A regular expression.</summary>
    /// <param name="node">Where it is written.</param>
    /// <param name="groups">How many groups it must have at least.</param>
    public Regex? Pattern(FileNode node, int groups)
    {
        if (reader.Text(node, "'Energy = (\\S+)'") is not { } text)
        {
            return null;
        }

        try
        {
            var pattern = new Regex(text, RegexOptions.Multiline | RegexOptions.CultureInvariant, MatchesWithin);
            if (pattern.GetGroupNumbers().Length > groups)
            {
                return pattern;
            }

            reader.Errors.Add(node, $"'{text}' has no group; put brackets around the number that is meant, such as 'Energy = (\\S+)'");
        }
        catch (ArgumentException error)
        {
            reader.Errors.Add(node, $"'{text}' is not a regular expression: {error.Message}");
        }

        return null;
    }

    private SignFile? One(FileNode node)
    {
        if (node is not MapNode)
        {
            return Pattern(node, groups: 0) is { } plain ? new SignFile(null, plain) : null;
        }

        if (reader.Map(node, LabShapes.Sign, "{file: log.txt, pattern: 'not converged'}") is not { } keys)
        {
            return null;
        }

        var file = keys.ReadText("file", "log.txt");
        return keys.Need("pattern", "pattern: 'not converged'") is { } patternNode && Pattern(patternNode, groups: 0) is { } pattern ? new SignFile(file, pattern) : null;
    }
}
