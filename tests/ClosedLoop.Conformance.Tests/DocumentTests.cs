using System.Text.RegularExpressions;

namespace ClosedLoop.Conformance.Tests;

/// <summary>The published list of checks is that of the kit, and its links lead to rules that are there.</summary>
public sealed partial class DocumentTests
{
    [Fact]
    public void Page_ListsTheChecksOfTheKit() =>
        Text("conformance.md").Split("<!-- checks -->")[1].Trim().ShouldBe(CheckTable.Markdown().Trim());

    [Fact]
    public void Rules_AreHeadingsOfTheContract()
    {
        var anchors = Heading().Matches(Text("contract.md"))
            .Select(match => match.Groups[1].Value.ToLowerInvariant().Replace(' ', '-').Replace(".", ""))
            .ToHashSet();

        ConformanceChecks.All.Select(check => check.Rule).Except(anchors).ShouldBeEmpty();
    }

    [Fact]
    public void Ids_AreStableWords()
    {
        var ids = ConformanceChecks.All.Select(check => check.Id).ToList();

        ids.ShouldBeUnique();
        ids.ShouldAllBe(id => Regex.IsMatch(id, "^[a-z]+(-[a-z]+)*$"));
    }

    private static string Text(string name) => File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "docs", name));

    [GeneratedRegex("^#+ (.+)$", RegexOptions.Multiline)]
    private static partial Regex Heading();
}
