using ClosedLoop.Domain;

namespace ClosedLoop.CampaignFiles;

/// <summary>Reads the rows of a table that are written in the file itself.</summary>
internal sealed class InlineRows(NodeReader reader, SpaceKeys keys)
{
    /// <summary>The distinct rows in file order; null when something is wrong with them.</summary>
    public IReadOnlyList<Candidate>? Read(FileNode node, IReadOnlyList<Constraint> constraints)
    {
        if (reader.List(node, "[{temperature: 20, solvent: water}]") is not { } items || !keys.AreSound)
        {
            return null;
        }

        var before = reader.Errors.Count;
        var space = new SearchSpace { Parameters = keys.Parameters, Constraints = constraints };
        var candidates = new CandidateReader(reader, space);
        var rows = new List<Candidate>();
        var distinct = new HashSet<Candidate>();
        foreach (var item in items)
        {
            if (candidates.Read(item) is not { } candidate)
            {
                continue;
            }

            if (space.WhyNot(candidate) is { } reason)
            {
                reader.Errors.Add(item, reason);
            }
            else if (distinct.Add(candidate))
            {
                rows.Add(candidate);
            }
        }

        return reader.Errors.Count == before ? rows : null;
    }
}
