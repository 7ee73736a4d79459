using System.Text;

namespace ClosedLoop.Tests;

public sealed class RequestLinesTests
{
    [Theory]
    [InlineData("a\nb\n", "a|b")]
    [InlineData("a\r\n\r\n  b  \n", "a||b")]
    [InlineData("a\nb", "a|b")]
    [InlineData("", "")]
    [InlineData("\n", "")]
    [InlineData("\uFEFFa\n\uFEFFb\n", "a|\uFEFFb")]
    public void Lines_OfAnyEnding_AreTrimmed(string text, string lines)
    {
        foreach (var chunk in new[] { 1, 3, 1000 })
        {
            string.Join('|', Read(text, 100, chunk)).ShouldBe(lines);
        }
    }

    [Fact]
    public void Line_ThatIsTooLong_IsPassedOver_AndTheNextOnesAreRead()
    {
        var long1 = new string('x', 90_000);
        foreach (var chunk in new[] { 7, 4096, 1_000_000 })
        {
            Read($"a\n{long1}\nb\n{new string('y', 50_000)}", 40_000, chunk).ShouldBe(["a", "too long", "b", "too long"]);
        }
    }

    [Fact]
    public void Line_AsLongAsAllowed_IsKept() => Read(new string('x', 200_000) + "\nb\n", 1_000_000, 5000).Select(line => line.Length).ShouldBe([200_000, 1]);

    private static List<string> Read(string text, int longest, int chunk)
    {
        var lines = new RequestLines(new Drops(Encoding.UTF8.GetBytes(text), chunk), longest);
        var read = new List<string>();
        while (lines.TryRead(out var line, out var isTooLong))
        {
            read.Add(isTooLong ? "too long" : Encoding.UTF8.GetString(line.Span));
            lines.Number.ShouldBe(read.Count);
        }

        return read;
    }

    /// <summary>Gives at most so many bytes at a time, as a pipe does.</summary>
    private sealed class Drops(byte[] bytes, int most) : MemoryStream(bytes)
    {
        public override int Read(byte[] buffer, int offset, int count) => base.Read(buffer, offset, Math.Min(count, most));
    }
}
