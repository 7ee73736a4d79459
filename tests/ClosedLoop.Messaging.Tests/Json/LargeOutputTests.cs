namespace ClosedLoop.Messaging.Tests;

/// <summary>An output that is too large for a payload stands in a file, and its value is the file's hash.</summary>
public sealed class LargeOutputTests
{
    private static readonly ResultFile File = new("spectrum.csv", "file:///share/spectrum.csv", new string('a', 64), 3_000_000);

    [Fact]
    public void Output_ThatNamesAFileOfTheResult_IsRead() => Problem($"sha256:{File.Sha256}", File).ShouldBeNull();

    [Fact]
    public void Output_ThatNamesNoFileOfTheResult_IsNotBelieved() =>
        Problem($"sha256:{new string('b', 64)}", File).ShouldBe($"`outputs.spectrum` names sha256:{new string('b', 64)}, which is none of `files`");

    private static string? Problem(string output, params ResultFile[] files)
    {
        var result = Lab.Result with { Outputs = new Dictionary<string, Domain.ParameterValue> { ["spectrum"] = output }, Files = files };
        return LabJson.TryRead<ResultMessage>(LabJson.Write(result), out _, out var problem) ? null : problem;
    }
}
