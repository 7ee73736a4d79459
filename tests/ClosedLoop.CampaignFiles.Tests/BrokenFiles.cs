using System.Text;

namespace ClosedLoop.CampaignFiles.Tests;

/// <summary>
/// The table of broken files: a YAML file and, beside it, a text file with the exact messages it gets. To take over changed messages, set
/// CLOSEDLOOP_ACCEPT_MESSAGES=1, run the tests, and read the difference.
/// </summary>
internal static class BrokenFiles
{
    public static TheoryData<string> Names(string kind) =>
        [.. Directory.EnumerateFiles(Folder(kind), "*.yaml").Select(file => Path.GetFileNameWithoutExtension(file)!).Order(StringComparer.Ordinal)];

    public static string PathOf(string kind, string name) => Path.Combine(Folder(kind), name + ".yaml");

    public static void ShouldSay(string kind, string name, IEnumerable<CampaignFileError> errors)
    {
        var messages = string.Concat(errors.Select(error => error + "\n"));
        var expected = Path.Combine(Folder(kind), name + ".txt");
        if (Environment.GetEnvironmentVariable("CLOSEDLOOP_ACCEPT_MESSAGES") == "1")
        {
            File.WriteAllText(expected, messages, new UTF8Encoding(false));
        }

        messages.ShouldNotBeEmpty();
        messages.ShouldBe(File.ReadAllText(expected));
    }

    private static string Folder(string kind) => Checkout.PathOf("tests", "ClosedLoop.CampaignFiles.Tests", "Broken", kind);
}
