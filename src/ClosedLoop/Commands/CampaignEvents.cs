using ClosedLoop.Campaigns;
using ClosedLoop.Journal;

namespace ClosedLoop;

/// <summary>Reads a campaign that a person named.</summary>
internal static class CampaignEvents
{
    /// <exception cref="BadInputException">There is no such campaign.</exception>
    public static IReadOnlyList<CampaignEvent> Read(Journals journals, string name)
    {
        if (!journals.Campaigns().Contains(name))
        {
            var known = journals.Campaigns();
            throw new BadInputException($"There is no campaign '{name}'{(known.Count == 0 ? "" : $"; there are {string.Join(", ", known)}")}");
        }

        return journals.ReadCampaign(name);
    }
}
