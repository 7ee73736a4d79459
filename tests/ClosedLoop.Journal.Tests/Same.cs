using System.Collections;
using System.Reflection;
using ClosedLoop.Campaigns;
using ClosedLoop.Domain;

namespace ClosedLoop.Journal.Tests;

/// <summary>Compares by members, types included, without going through the journal's own JSON.</summary>
internal static class Same
{
    public static void AsTold(CampaignEvent actual, CampaignEvent expected) => Text(actual).ShouldBe(Text(expected));

    public static string Text(object? value) => value switch
    {
        null => "null",
        string or ParameterValue or DispatchId or Enum => $"{value.GetType().Name} '{value}'",
        double number => BitConverter.DoubleToInt64Bits(number).ToString("x16"),
        DateTimeOffset time => $"{time.UtcTicks} UTC+{time.Offset}",
        IFormattable => $"{value.GetType().Name} {value}",
        bool yes => yes ? "yes" : "no",
        Candidate candidate => $"candidate({string.Join("; ", candidate.Values.Select(pair => $"{pair.Key}:{Text(pair.Value.IsNumber ? pair.Value.Number : pair.Value.Text)}"))})",
        IDictionary map => $"{{{string.Join("; ", map.Keys.Cast<string>().Order(StringComparer.Ordinal).Select(key => $"{key}: {Text(map[key])}"))}}}",
        IEnumerable list => $"[{string.Join("; ", list.Cast<object?>().Select(Text))}]",
        _ => $"{value.GetType().Name}({string.Join("; ", Members(value))})",
    };

    private static IEnumerable<string> Members(object value) => value.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance)
        .Where(member => member.GetIndexParameters().Length == 0)
        .OrderBy(member => member.Name, StringComparer.Ordinal)
        .Select(member => $"{member.Name}={Text(member.GetValue(value))}");
}
