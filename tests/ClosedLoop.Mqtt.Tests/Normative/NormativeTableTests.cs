using System.Reflection;
using System.Text.RegularExpressions;

namespace ClosedLoop.Mqtt.Tests;

/// <summary>The table of <c>docs/mqtt/normative.md</c> names tests that exist, and each statement once.</summary>
public sealed partial class NormativeTableTests
{
    private static readonly IReadOnlyList<string[]> Rows =
    [
        .. File.ReadLines(Path.Combine(AppContext.BaseDirectory, "normative.md"))
            .Where(line => line.StartsWith("| MQTT-", StringComparison.Ordinal))
            .Select(line => line.Trim('|', ' ').Split(" | ")),
    ];

    [Fact]
    public void Rows_HaveFourCells_AndAStatementOnce()
    {
        Rows.Count.ShouldBeGreaterThan(240);
        Rows.ShouldAllBe(row => row.Length == 4 && Statement().IsMatch(row[0]) && (row[1] == "client" || row[1] == "broker" || row[1] == "both"));
        Rows.GroupBy(row => row[0]).Where(group => group.Count() > 1).Select(group => group.Key).ShouldBeEmpty();
    }

    [Fact]
    public void Tests_ThatAreNamed_Exist()
    {
        var tests = typeof(NormativeTableTests).Assembly.GetTypes()
            .SelectMany(type => type.GetMethods(BindingFlags.Public | BindingFlags.Instance).Where(IsTest).Select(method => $"`{type.Name}.{method.Name}`"))
            .ToHashSet();
        Rows.Where(row => !row[3].StartsWith("not applicable: ", StringComparison.Ordinal) && !tests.Contains(row[3])).Select(row => $"{row[0]}: {row[3]}").ShouldBeEmpty();
    }

    private static bool IsTest(MethodInfo method) => method.GetCustomAttributes().Any(attribute => attribute is FactAttribute);

    [GeneratedRegex(@"^MQTT-\d+\.\d+\.\d+-\d+$")]
    private static partial Regex Statement();
}
