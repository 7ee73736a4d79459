namespace ClosedLoop.Mqtt.Tests;

/// <summary>Both relations against their definition, over every short filter and topic of a small alphabet.</summary>
public sealed class FilterRelationsTests
{
    private static readonly string[] Topics = [.. Texts(["a", "b", "$s", ""], 3).Where(TopicFilter.IsValidTopic)];

    private static readonly string[] Filters = [.. Texts(["a", "$s", "+", "#"], 3).Where(TopicFilter.IsValidFilter)];

    [Fact]
    public void Overlap_IsThatBothMatchSomeTopic()
    {
        foreach (var (one, other) in Filters.SelectMany(f => Filters.Select(g => (f, g))))
        {
            FilterRelations.Overlap(one, other).ShouldBe(Topics.Any(t => TopicFilter.Matches(one, t) && TopicFilter.Matches(other, t)), $"{one} and {other}");
        }
    }

    [Fact]
    public void Covers_IsThatEveryTopicOfTheNarrowIsOneOfTheWide()
    {
        foreach (var (wide, narrow) in Filters.SelectMany(f => Filters.Select(g => (f, g))))
        {
            var all = Topics.Where(t => TopicFilter.Matches(narrow, t)).All(t => TopicFilter.Matches(wide, t));
            FilterRelations.Covers(wide, narrow).ShouldBe(all, $"{wide} over {narrow}");
        }
    }

    private static IEnumerable<string> Texts(string[] levels, int most) => most == 1
        ? levels
        : Texts(levels, most - 1).Concat(Texts(levels, most - 1).SelectMany(t => levels.Select(l => $"{t}/{l}"))).Distinct();
}
