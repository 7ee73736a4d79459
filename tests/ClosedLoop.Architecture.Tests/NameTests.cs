using System.Text.RegularExpressions;

namespace ClosedLoop.Architecture.Tests;

/// <summary>The glossary's barred names, and marks of unfinished work.</summary>
public sealed partial class NameTests
{
    [Fact]
    public void Types_AreNamedAfterTheField_NotAfterDrawers()
    {
        var barred = Checkout.Sources("src", "instruments", "simulators")
            .SelectMany(path => BarredType().Matches(File.ReadAllText(path)).Select(match => $"{Path.GetFileName(path)}: {match.Value}"));

        barred.ShouldBeEmpty();
    }

    [Fact]
    public void Code_HoldsNoUnfinishedWork()
    {
        var marks = Checkout.Sources("src", "instruments", "simulators", "tests", "benchmarks")
            .Where(path => Path.GetFileName(path) != "NameTests.cs")
            .SelectMany(path => Unfinished().Matches(File.ReadAllText(path)).Select(match => $"{Path.GetFileName(path)}: {match.Value}"));

        marks.ShouldBeEmpty();
    }

    [Fact]
    public void Tests_NeverSleep()
    {
        var sleeps = Checkout.Sources("tests")
            .Where(path => Path.GetFileName(path) != "NameTests.cs")
            .SelectMany(path => Sleep().Matches(File.ReadAllText(path)).Select(match => $"{Path.GetFileName(path)}: {match.Value}"));

        sleeps.ShouldBeEmpty();
    }

    [GeneratedRegex(@"(class|record|struct|interface|enum) \w*(Manager|Helper|Utils?|Service|Processor|Task|Job)\b")]
    private static partial Regex BarredType();

    [GeneratedRegex(@"\b(TODO|FIXME|HACK)\b|NotImplementedException")]
    private static partial Regex Unfinished();

    [GeneratedRegex(@"Thread\.Sleep\(|Task\.Delay\((?!.*[Tt]ime)")]
    private static partial Regex Sleep();
}
